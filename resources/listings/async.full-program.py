import asyncio
import pathlib
import re
import sys
import tempfile
from urllib.parse import urljoin

import aiofiles
import aiohttp

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
base = options["base"]  # of a web server with the pages, such as the one beside a run
count = int(options.get("pages", 20))
limit = int(options.get("limit", 10))
timeout = int(options.get("timeout", 1000)) / 1000
name = options.get("file") or "links.txt"

HREF = re.compile(r'href="([^"]*)"')


class Failed(Exception):
    pass


async def fetch(client, url):
    try:
        async with client.get(url) as response:
            body = await response.read()
    except asyncio.TimeoutError:
        raise Failed("no answer in time") from None
    except aiohttp.ClientConnectorError:
        raise Failed("connection refused") from None
    except aiohttp.ClientError:
        raise Failed("connection lost") from None
    if response.status != 200:
        raise Failed(f"status {response.status}")
    return body.decode()


async def parse(page, html):
    links = {urljoin(page, link) for link in HREF.findall(html)}
    print(f"Found {len(links)} links on {page}")
    return links


async def write(path, page, links):
    lines = "".join(f"{page}\t{link}\n" for link in sorted(links))
    async with aiofiles.open(path, "a") as file:
        await file.write(lines)


async def crawl(client, semaphore, path, page):
    try:
        async with semaphore:
            html = await fetch(client, base + page)
    except Failed as error:
        print(f"Failed {page}: {error}")
        return None
    print(f"Fetched 200 for {page}")
    links = await parse(page, html)
    await write(path, page, links)
    return len(links)


async def read_list(client):
    pages = await fetch(client, f"{base}/pages.txt")
    return pages.split()[:count]


async def main(path):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0),
                                     timeout=aiohttp.ClientTimeout(total=timeout)) as client:
        pages = await read_list(client)
        path.write_text("page\tlink\n")
        semaphore = asyncio.Semaphore(limit)
        results = await asyncio.gather(*[crawl(client, semaphore, path, page) for page in pages])
    found = [links for links in results if links is not None]
    print(f"Wrote {sum(found)} links of {len(found)} pages to {name}; {len(pages) - len(found)} pages failed.")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        asyncio.run(main(pathlib.Path(directory, name)))  # a name with its whole path stays what it is
