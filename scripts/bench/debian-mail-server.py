"""A mail server of Debian's (aiosmtpd, RFC 5321) that does to each mail what it is told.

Prints its port, then a line of JSON for each recipient, when asked to, and for each text that has come; reads `NUMBER ANSWER`
for it: taken, later (451), refused (550), cut (the line, without a word) or hang (no answer, for ever).
"""

import asyncio
import base64
import json
import re
import sys

from aiosmtpd.smtp import SMTP

ASKS_RECIPIENTS = "--recipients" in sys.argv
ANSWERS = {"taken": "250 Taken", "later": "451 4.7.1 Try again later", "refused": "550 5.1.1 No such mailbox"}
waiting = {}
numbers = iter(range(1, 1 << 60))


async def ask(event):
    number = next(numbers)
    waiting[number] = asyncio.get_running_loop().create_future()
    print(json.dumps({"number": number, **event}), flush=True)
    try:
        return await waiting[number]
    finally:
        del waiting[number]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await ask({"to": [address]}) if ASKS_RECIPIENTS else "taken"
        if answer != "taken":
            return ANSWERS[answer]
        envelope.rcpt_tos.append(address)
        return "250 Fine"

    async def handle_DATA(self, server, session, envelope):
        found = re.search(rb"^Message-ID: (\S+)", envelope.content, re.I | re.M)
        answer = await ask(
            {
                "to": envelope.rcpt_tos,
                "messageId": found.group(1).decode() if found else "",
                "raw": base64.b64encode(envelope.content).decode(),
            }
        )
        if answer == "hang":
            await asyncio.sleep(3600)
        if answer == "cut":
            server.transport.abort()
            # Nothing may be said any more.
            raise asyncio.CancelledError
        return ANSWERS[answer]


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(), hostname="mail.example", data_size_limit=1 << 24, loop=loop), "127.0.0.1", 0
    )
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        number, answer = line.decode().split()
        future = waiting.get(int(number))
        if future and not future.done():
            future.set_result(answer)


asyncio.run(main())
