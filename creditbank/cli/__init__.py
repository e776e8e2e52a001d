"""The counter for operators: the command `creditbank`. One file a command, loaded when called."""
