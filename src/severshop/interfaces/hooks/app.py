from typing import Any


class HooksApp:
    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raise NotImplementedError
