"""When a call may be sent: pure state machines with the time passed in, and one gate that all attempts go through."""
