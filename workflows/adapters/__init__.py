"""Django, rq and Channels behind the ports of the engine; nothing else talks to them."""
