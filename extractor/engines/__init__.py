"""Runs over several processes or machines, on engines that others keep; a run on one machine loads none of them."""
