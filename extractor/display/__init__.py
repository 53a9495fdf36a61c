"""What people see in a terminal: pure renderers, one file for each thing shown."""
