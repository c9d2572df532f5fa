"""Addresses of the socket, and the whole of what stands behind them."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path, re_path

from workflows.live import sign_outs
from workflows.live.consumers import LiveConsumer
from workflows.live.gate import Gate


async def refuse(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Close a handshake at an address that nobody serves."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


socket: Any = Gate(LiveConsumer.as_asgi())  # type: ignore[no-untyped-call]
nobody: Any = refuse

websocket_application = URLRouter([path("ws/", socket), re_path(r"", nobody)])
"""What the server hands sockets to; origin and person are checked by the gate inside."""

sign_outs.connect()
