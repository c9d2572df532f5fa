"""The socket: consumers, routing and messages. It reads the log, it never decides."""
