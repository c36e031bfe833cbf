"""The text of components: JSX, Vue, Svelte, Astro and MDX. Their code is no prose."""

from __future__ import annotations

import pytest

from claimcheck.readers import read
from claimcheck.source import Source

from .pages import show

CASES: dict[str, tuple[str, str, list[str]]] = {
    "JSX": (
        "page.tsx",
        """
import React, {useState} from 'no';
type Props = Array<string>;
// <p>no</p>
const re = /<p>[/"]no/g, less = 1 < 2 && 3 > 2;
export default function Page<T extends object>({name}: Props) {
  const [n, setN] = useState<Map<string, Array<number>>>(`no ${1 < 2} <p>no</p>`);
  if (n <name) { return null }
  return (
    <>
      <h1 className="no" style={{a: '}'}} onClick={() => setN(n > 1 ? <b>no</b> : 2)}>One</h1>
      {/* note */}
      <p>
        It {n > 1 ? <b>may</b> : 'no'} help{" "}
        {name} {"now"}&nbsp;{'and'} {`then`}.
      </p>
      <ul>{items.map((item) => <li key={item.id}>two {item.x}</li>)}</ul>
      <Title>Three</Title><Card title="Four cures" image="/no.png" icon={<Icon />} />
      <Button href="/x">Buy now</Button>
      {open && (<Modal><p>five</p></Modal>)}
    </>
  );
}
const no = "no";
""",
        [
            "title: One",
            "paragraph: It may help now and then.",
            "list-item: two",
            "paragraph: Three",
            "front-matter title: Four cures",
            "call-to-action: Buy now",
            "paragraph: five",
        ],
    ),
    "Vue": (
        "page.vue",
        """<script setup>
const no = '<p>no</p>'
</script>
<template>
  <h1 :title="no">One</h1>
  <template v-if="a > 1"><p>It {{ verb }} <RouterLink to="/x">helps</RouterLink>.</p></template>
  <base-card heading="Two cures">three</base-card>
  <MyTitle>four</MyTitle>
</template>
<style>no</style>
""",
        [
            "title: One",
            "paragraph: It helps.",
            "front-matter heading: Two cures",
            "paragraph: three",
            "paragraph: four",
        ],
    ),
    "Svelte": (
        "page.svelte",
        """<script>let no = '<p>no';</script>
{#if a < 1}<p>It {verb} helps {@html no}.</p>{:else}<p>Not {/if}</p>
{#each list as item (item.id)}<li>{item}: two</li>{/each}
<Link href="/x">three</Link>
<style>no { no: no }</style>""",
        ["paragraph: It helps .", "paragraph: Not", "list-item: : two", "paragraph: three"],
    ),
    "Astro": (
        "page.astro",
        """---
import No from 'no';
const no = "<p>no</p>";
---
<!-- note --><Layout title="One cure">
<h1>Two</h1>
<p>It {verb} helps.<br>{list.map(x => <b>three</b>)}</p>
</Layout>
<style>no {}</style>""",
        ["front-matter title: One cure", "title: Two", "paragraph: It helps. three"],
    ),
    "MDX": (
        "page.mdx",
        """---
title: One
---
import No from 'no'
import {no} from "no"

export const no2 = {
  a: '<p>no</p>'
}

## Two {no}

{/* note */}

It **may** {verb} help, `<No prop={no}>` <Link href="/x">now</Link>.

<Card title="Three cures" data={{no: "no > no"}}>
    four *five*

    six
</Card>

```jsx
<p>no {no}</p>
```

- seven
  - eight
""",
        [
            "title title: One",
            "heading: Two",
            "paragraph: It may help, now.",
            "front-matter title: Three cures",
            "paragraph: four *five*",
            "paragraph: six",
            "list-item: seven",
            "list-item: eight",
        ],
    ),
    "a component in a line is part of it": (
        "page.vue",
        "<template><p>We use <Tip>a drug</Tip> daily.</p></template>",
        ["paragraph: We use a drug daily."],
    ),
    "code without markup": ("page.tsx", "const a = b < c;\nlet d: E<F> = `<p>`;", []),
}


@pytest.mark.parametrize(("path", "text", "shown"), CASES.values(), ids=CASES)
def test_blocks(path: str, text: str, shown: list[str]) -> None:
    assert show(read(Source(path, text))) == shown


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("page.jsx", "return <p>a {/* note */}</p>"),
        ("page.mdx", "a {/* note */}"),
        ("page.astro", "<p>a <!-- note --></p>"),
    ],
)
def test_comments(path: str, text: str) -> None:
    (comment,) = read(Source(path, text)).comments
    assert comment.content == "note"


def test_links_of_components() -> None:
    text = 'return <p><Link href="/x">one</Link> <NavLink to="/y">b</NavLink></p>'
    document = read(Source("page.jsx", text))
    assert [link.target for link in document.links] == ["/x", "/y"]
