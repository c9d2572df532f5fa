"""Examples that are written in Python with ``Flow``; those drawn as graphs stand beside this
folder."""
