"""Documents people take with them: made from what was read already, and read back into plain values."""
