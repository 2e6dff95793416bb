import { describe, expect, test } from 'vitest'
import { htmlOf } from './rich-text-html.ts'

const doc = (...content: object[]) => ({ type: 'doc', content })
const text = (it: string, ...marks: object[]) => ({ type: 'text', text: it, marks })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const link = (href: unknown, more: object = {}) => ({ type: 'link', attrs: { href, ...more } })

describe('a document becomes', () => {
  test.each<[string, object, string]>([
    ['paragraphs', paragraph(text('Hello & goodbye')), '<p>Hello &amp; goodbye</p>'],
    [
      'marks in their order',
      paragraph(text('x', { type: 'bold' }, { type: 'italic' })),
      '<p><strong><em>x</em></strong></p>',
    ],
    [
      'a heading',
      { type: 'heading', attrs: { level: 3, textAlign: 'center' }, content: [text('T')] },
      '<h3 style="text-align: center">T</h3>',
    ],
    [
      'lists',
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [{ type: 'listItem', content: [paragraph(text('a'))] }],
      },
      '<ol start="3"><li><p>a</p></li></ol>',
    ],
    [
      'code',
      { type: 'codeBlock', attrs: { language: 'ts' }, content: [text('a < b')] },
      '<pre><code class="language-ts">a &lt; b</code></pre>',
    ],
    [
      'a link',
      paragraph(text('x', link('https://a.example/?b=1&c=2', { target: '_blank' }))),
      '<p><a href="https://a.example/?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">x</a></p>',
    ],
    [
      'an image',
      { type: 'image', attrs: { src: '/files/a.png', alt: 'An "A"' } },
      '<img src="/files/a.png" alt="An &quot;A&quot;">',
    ],
    [
      'a table',
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [{ type: 'tableCell', attrs: { colspan: 2, rowspan: 1 } }] },
        ],
      },
      '<table><tbody><tr><td colspan="2"></td></tr></tbody></table>',
    ],
    ['breaks', paragraph(text('a'), { type: 'hardBreak' }), '<p>a<br></p>'],
  ])('%s', (_, node, html) => {
    expect(htmlOf(doc(node))).toBe(html)
  })
})

describe('nothing of it runs', () => {
  const SCRIPT = '<script>alert(1)</script>'
  // prettier-ignore
  const HREFS = [
    'javascript:alert(1)', 'JavaScript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)',
    '\u0001javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '//evil.example',
    '/\\evil.example', 'https:evil', 'https://a.example/\u0000', 'mailto:a\nb', 7, null, { a: 1 },
  ]

  test.each(HREFS)('a link to %j is its text', (href) => {
    expect(htmlOf(doc(paragraph(text('x', link(href)))))).toBe('<p>x</p>')
  })

  test.each(HREFS)('an image at %j is none', (src) => {
    expect(htmlOf(doc({ type: 'image', attrs: { src } }))).toBe('')
  })

  test.each(['https://a.example', 'mailto:a@b.example', 'tel:+1', '/about', '#top'])(
    'a link to %s is one',
    (href) => {
      expect(htmlOf(doc(paragraph(text('x', link(href)))))).toContain(`href="${href}"`)
    },
  )

  test.each<[string, object]>([
    ['text', paragraph(text(SCRIPT))],
    ['an unknown node', { type: SCRIPT, content: [text('x')] }],
    ['a node of the prototype', { type: 'constructor', content: [text('x')] }],
    ['an unknown mark', paragraph(text('x', { type: SCRIPT }))],
    ['a level', { type: 'heading', attrs: { level: `1 onload=x ${SCRIPT}` } }],
    ['an alignment', { ...paragraph(), attrs: { textAlign: `x" onclick="x ${SCRIPT}` } }],
    ['a language', { type: 'codeBlock', attrs: { language: `"><img onerror=x>${SCRIPT}` } }],
    ['an attribute', { type: 'image', attrs: { src: '/a', alt: `" onerror="x" ${SCRIPT}` } }],
    ['a title', { type: 'image', attrs: { src: "/a'onerror=x", title: `'"><${SCRIPT}` } }],
    ['an address', paragraph(text('x', link(`https://a.example/"onclick="x"${SCRIPT}`)))],
    ['a span', { type: 'tableCell', attrs: { colspan: '2 onload=x' } }],
    ['a start', { type: 'orderedList', attrs: { start: '3" onload="x' } }],
  ])('in %s', (_, node) => {
    const html = htmlOf(doc(node)) ?? ''
    // Whatever is left of it stands in a text or in the quotes of an attribute.
    const bare = html.replace(/="[^"]*"/g, '')
    expect(bare).not.toMatch(/<script|<img on|\son\w+/i)
    expect(html).not.toContain('<script')
  })
})

test.each([null, 'text', 7, [], { root: { children: [] } }, { type: 'paragraph' }])(
  'what is no ProseMirror document has no HTML: %j',
  (value) => {
    expect(htmlOf(value)).toBeNull()
  },
)
