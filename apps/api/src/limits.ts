import { type DocumentNode, GraphQLError, Kind, type SelectionSetNode } from 'graphql'

/** How much one request may ask for, whoever asks. */
export interface Limits {
  depth: number
  tokens: number
  aliases: number
  /** Fields, with each fragment counted as often as it is spread. */
  fields: number
}

export const usualLimits: Limits = { depth: 12, tokens: 2000, aliases: 30, fields: 5000 }
/** For visitors, and for what websites send. */
export const strictLimits: Limits = { depth: 8, tokens: 1000, aliases: 15, fields: 5000 }

const MAX_DIRECTIVES = 5

/**
 * What is wrong with a document that asks for too much. It is found out before GraphQL's own rules
 * run, some of which take long on what is made to take long. The message does not say which limit it
 * was: that would tell how far to go.
 */
export function excessOf(document: DocumentNode, limits: Limits): GraphQLError | undefined {
  if (countTokens(document) > limits.tokens) return tooMuch()
  const size = sizeOf(document)
  const isWithin =
    size !== undefined &&
    size.depth <= limits.depth &&
    size.aliases <= limits.aliases &&
    size.fields <= limits.fields &&
    size.directives <= MAX_DIRECTIVES
  return isWithin ? undefined : tooMuch()
}

export const tooMuch = (): GraphQLError =>
  new GraphQLError('The query asks for too much at once.', {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  })

function countTokens({ loc }: DocumentNode): number {
  let count = 0
  for (let token = loc?.startToken; token?.next; token = token.next) count++
  return count
}

interface Size {
  depth: number
  aliases: number
  fields: number
  /** The most on one place. */
  directives: number
}

const nothing: Size = { depth: 0, aliases: 0, fields: 0, directives: 0 }

const together = (sizes: readonly Size[]): Size => ({
  depth: Math.max(0, ...sizes.map((it) => it.depth)),
  aliases: sizes.reduce((sum, it) => sum + it.aliases, 0),
  fields: sizes.reduce((sum, it) => sum + it.fields, 0),
  directives: Math.max(0, ...sizes.map((it) => it.directives)),
})

/** `undefined` if fragments go round in a circle. Each fragment is measured once, however often it is spread. */
function sizeOf({ definitions }: DocumentNode): Size | undefined {
  const fragments = new Map(
    definitions.flatMap((it) =>
      it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
    ),
  )
  const known = new Map<string, Size>()
  const begun = new Set<string>()
  let isCircular = false

  const ofFragment = (name: string): Size => {
    const before = known.get(name)
    if (before) return before
    if (begun.has(name)) isCircular = true
    if (isCircular) return nothing
    begun.add(name)
    const size = ofSelections(fragments.get(name)?.selectionSet)
    known.set(name, size)
    return size
  }
  const ofSelections = (set: SelectionSetNode | undefined): Size =>
    together(
      (set?.selections ?? []).map((it): Size => {
        const directives = it.directives?.length ?? 0
        const below =
          it.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(it.name.value)
            : ofSelections(it.selectionSet)
        const size = { ...below, directives: Math.max(below.directives, directives) }
        if (it.kind !== Kind.FIELD) return size
        // GraphQL bounds the depth of introspection itself, by a rule that knows what is recursive.
        const depth = it.name.value.startsWith('__') ? 1 : below.depth + 1
        const aliases = below.aliases + (it.alias ? 1 : 0)
        return { ...size, depth, aliases, fields: below.fields + 1 }
      }),
    )
  const size = together(
    definitions.map((it) => {
      if (it.kind !== Kind.OPERATION_DEFINITION) return nothing
      const directives = it.directives?.length ?? 0
      const below = ofSelections(it.selectionSet)
      return { ...below, directives: Math.max(below.directives, directives) }
    }),
  )
  return isCircular ? undefined : size
}
