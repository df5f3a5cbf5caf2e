import asyncio
import json
import signal
import sys

import aiohttp

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
base = options["base"]  # of a web server with the posts, such as the one beside a run
count = int(options.get("subreddits", 3))
timeout = int(options.get("timeout", 5000)) / 1000

SUBREDDITS = """
    python programming compsci learnpython cpp linux qt rust golang javascript java haskell lisp databases
    networking netsec machinelearning datascience algorithms compilers opensource git vim emacs gamedev
    embedded robotics math statistics physics astronomy chess
""".split()


class Failed(Exception):
    pass


async def get_json(client, url):
    try:
        async with client.get(url) as response:
            data = await response.read()
    except asyncio.TimeoutError:
        raise Failed("no answer in time") from None
    except aiohttp.ClientConnectorError:
        raise Failed("connection refused") from None
    except aiohttp.ClientError:
        raise Failed("connection lost") from None
    if response.status != 200:
        raise Failed(f"status {response.status}")
    return data


async def get_reddit_top(subreddit, client):
    try:
        data = await get_json(client, f"{base}/r/{subreddit}/top.json?sort=top&t=day&limit=5")
    except Failed as error:
        print(f"FAILED: {subreddit} ({error})\n", flush=True)
        return
    for child in json.loads(data)["data"]["children"]:
        post = child["data"]
        print(f"{post['score']}: {post['title']} ({post['url']})")
    print(f"DONE: {subreddit}\n", flush=True)


async def connect():
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout))


if __name__ == "__main__":
    loop = asyncio.new_event_loop()
    client = loop.run_until_complete(connect())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, loop.stop)
    tasks = [loop.create_task(get_reddit_top(name, client)) for name in SUBREDDITS[:count]]
    loop.run_forever()
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(client.close())
    loop.close()
