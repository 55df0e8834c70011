"""`/v1/session`: sign in with a password, see who one is, sign out."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from rag.server.entry import SESSION_PATH, address_of
from rag.server.refusals import Refusal, Refused
from rag.server.rest.inputs import SignInIn
from rag.server.service import Service
from rag.server.sessions import COOKIE
from rag.server.shapes.server import SessionOut, SignedInOut


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Starts and ends sessions. Its routes are open to everybody."""

    service: Service

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(tags=["session"])
        add = routes.add_api_route
        add(SESSION_PATH, self.sign_in, methods=["POST"], response_model=SignedInOut)
        add(SESSION_PATH, self.who, methods=["GET"], response_model=SessionOut)
        add(SESSION_PATH, self.sign_out, methods=["DELETE"], status_code=204)
        return routes

    async def sign_in(self, wanted: SignInIn, request: Request) -> JSONResponse:
        """Sign in: a cookie for browsers, and the same token to send as a bearer."""
        address = address_of(request.scope)
        if wait_s := self.service.attempts.take(address):
            message = "too many attempts to sign in: wait a little"
            raise Refused(Refusal.TOO_MANY, message, retry_after_s=wait_s)
        door = self.service.door
        token = await self.service.lanes.signing_in.run(
            lambda: door.sign_in(wanted.name, wanted.password)
        )
        if token is None:
            message = "that name and that password do not belong together"
            raise Refused(Refusal.NOT_SIGNED_IN, message)
        told = {"person": wanted.name, "token": token, "seconds": door.sessions.lifetime_s}
        response = JSONResponse(told, headers={"Cache-Control": "no-store"})
        response.headers["Set-Cookie"] = self._cookie(token, request)
        return response

    async def who(self, request: Request) -> JSONResponse:
        """Who is signed in, and whether one has to."""
        caller = request.scope["state"]["caller"]
        required = self.service.door.closed
        person = caller.owner if required and caller else None
        return JSONResponse({"person": person, "required": required})

    async def sign_out(self, request: Request) -> Response:
        """End the session the request came with; nothing happens without one."""
        bearer = request.headers.get("authorization", "").partition(" ")[2].strip()
        token = bearer or request.cookies.get(COOKIE, "")
        await self.service.read(lambda: self.service.door.sessions.end(token))
        return Response(status_code=204, headers={"Set-Cookie": self._cookie("", request)})

    def _cookie(self, token: str, request: Request) -> str:
        return self.service.door.cookie(token, secure=request.url.scheme == "https")
