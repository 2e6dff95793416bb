import { z } from 'zod'
import { isJson } from './json.ts'

/**
 * A document of an editor, kept as it is: `{ type: 'doc', content }` of ProseMirror, which the admin
 * writes, and the forms that v5 clients know, `{ root: { children } }` of Lexical and a list of blocks.
 */
export const RichText = z.custom<unknown>(
  (it) => isJson(it) && isDocument(it),
  'This is no document.',
)

const Mark = z.looseObject({ type: z.string(), attrs: z.record(z.string(), z.unknown()).nullish() })
const Node = z.looseObject({
  type: z.string(),
  attrs: z.record(z.string(), z.unknown()).nullish(),
  marks: z.array(Mark).nullish(),
  text: z.string().optional(),
  get content() {
    return z.array(Node).nullish()
  },
})
export type RichTextNode = z.infer<typeof Node>

const Doc = Node.extend({ type: z.literal('doc') })
const Lexical = z.looseObject({ root: z.looseObject({ children: z.array(z.unknown()) }) })
const Blocks = z.array(z.looseObject({}))

const isDocument = (value: unknown): boolean =>
  [Doc, Lexical, Blocks].some((it) => it.safeParse(value).success)

/** A document as ProseMirror writes it; `undefined` for the other forms. */
export const docOf = (value: unknown): RichTextNode | undefined => Doc.safeParse(value).data

/** True if a reader would see anything of it: a text or an image, in whichever form. */
export function hasContent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { text, content } = value as { text?: unknown; content?: unknown }
  if ([text, content].some((it) => typeof it === 'string' && it.trim() !== '')) return true
  if ('type' in value && typeof value.type === 'string' && /image/i.test(value.type)) return true
  return Object.values(value).some(hasContent)
}
