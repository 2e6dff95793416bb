import { docOf, type RichTextNode } from './rich-text.ts'
import { isFileUrl, isLinkUrl } from './urls.ts'

/**
 * A ProseMirror document as HTML, `null` for documents of other forms. All of it is escaped, addresses
 * that could run something are left out, and of nodes that are not known only what is in them stays:
 * whoever puts it into a page need not trust who wrote it.
 */
export function htmlOf(value: unknown): string | null {
  const doc = docOf(value)
  return doc ? inside(doc) : null
}

type Attributes = Readonly<Record<string, string | undefined>>
type Render = (node: RichTextNode) => string

const NODES = new Map<string, Render>([
  ['text', (node) => (node.marks ?? []).reduceRight(marked, escape(node.text ?? ''))],
  ['paragraph', (node) => element('p', alignment(node), inside(node))],
  ['heading', (node) => element(`h${levelOf(node)}`, alignment(node), inside(node))],
  ['bulletList', (node) => element('ul', {}, inside(node))],
  ['orderedList', (node) => element('ol', { start: startOf(node) }, inside(node))],
  ['listItem', (node) => element('li', {}, inside(node))],
  ['blockquote', (node) => element('blockquote', {}, inside(node))],
  ['codeBlock', (node) => element('pre', {}, element('code', languageOf(node), inside(node)))],
  ['horizontalRule', () => '<hr>'],
  ['hardBreak', () => '<br>'],
  ['image', imageOf],
  ['table', (node) => element('table', {}, element('tbody', {}, inside(node)))],
  ['tableRow', (node) => element('tr', {}, inside(node))],
  ['tableHeader', (node) => element('th', spansOf(node), inside(node))],
  ['tableCell', (node) => element('td', spansOf(node), inside(node))],
])

const render: Render = (node) => NODES.get(node.type)?.(node) ?? inside(node)
const inside: Render = ({ content }) => (content ?? []).map(render).join('')

type Mark = NonNullable<RichTextNode['marks']>[number]

const MARKS = new Map([
  ['bold', 'strong'],
  ['italic', 'em'],
  ['underline', 'u'],
  ['strike', 's'],
  ['code', 'code'],
  ['subscript', 'sub'],
  ['superscript', 'sup'],
])

function marked(html: string, mark: Mark): string {
  const tag = MARKS.get(mark.type)
  if (tag) return element(tag, {}, html)
  const href = mark.type === 'link' ? textIn(mark, 'href') : undefined
  if (href === undefined || !isLinkUrl(href)) return html
  const target = textIn(mark, 'target') === '_blank' ? '_blank' : undefined
  return element('a', { href, target, rel: 'noopener noreferrer' }, html)
}

const element = (tag: string, attributes: Attributes, html: string) =>
  `<${tag}${written(attributes)}>${html}</${tag}>`

const written = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escape(value)}"`))
    .join('')

const ENTITIES: Record<string, string> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": '#39',
}
const escape = (text: string) => text.replace(/[&<>"']/g, (it) => `&${ENTITIES[it]};`)

const textIn = ({ attrs }: Pick<RichTextNode, 'attrs'>, name: string): string | undefined => {
  const value = attrs?.[name]
  return typeof value === 'string' ? value : undefined
}

function numberIn({ attrs }: RichTextNode, name: string, [least, most]: [number, number]) {
  const value = attrs?.[name]
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? value
    : undefined
}

const levelOf = (node: RichTextNode) => numberIn(node, 'level', [1, 6]) ?? 1
const startOf = (node: RichTextNode) => numberIn(node, 'start', [2, 100_000])?.toString()
const spansOf = (node: RichTextNode): Attributes => ({
  colspan: numberIn(node, 'colspan', [2, 1000])?.toString(),
  rowspan: numberIn(node, 'rowspan', [2, 1000])?.toString(),
})

function alignment(node: RichTextNode): Attributes {
  const align = textIn(node, 'textAlign')
  return align && /^(left|center|right|justify)$/.test(align)
    ? { style: `text-align: ${align}` }
    : {}
}

function languageOf(node: RichTextNode): Attributes {
  const language = textIn(node, 'language')
  return language && /^[\w+#.-]{1,30}$/.test(language) ? { class: `language-${language}` } : {}
}

function imageOf(node: RichTextNode): string {
  const src = textIn(node, 'src')
  if (src === undefined || !isFileUrl(src)) return ''
  return `<img${written({ src, alt: textIn(node, 'alt') ?? '', title: textIn(node, 'title') })}>`
}
