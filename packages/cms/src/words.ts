import { type Change, retried, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { assertCan, type Scope } from '@tenantry/security'
import { z } from 'zod'
import { type Column, columnsOf, type Index, type Shape, wordsState } from './columns.ts'
import { bareText, firstPoints, SEPARATOR } from './encode.ts'
import { Head } from './entry.ts'
import { headKey, indexPartition, type ModelName, type Stage, wordsKey } from './keys.ts'
import type { Model } from './model.ts'
import { type Cell, cellOf, isList, type Row, unpackRow } from './row.ts'

/** As many words of an entry can be searched for: both stages of it fit into one transaction. */
const MAX_WORDS = 24
const WORD_POINTS = 30
const STAGES = ['latest', 'published'] as const satisfies Stage[]
const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** The different words of a text, folded as texts are for sorting. */
export const wordsIn = (text: string): string[] => [
  ...new Set((bareText(text).match(WORD) ?? []).map((it) => firstPoints(it, WORD_POINTS))),
]

type Titled = Shape & Pick<Model, 'titleFieldId'>

/** What is searched: the texts of one line, the title first. */
export const searchedColumns = (model: Titled): Column[] =>
  columnsOf(model)
    .filter(({ kind }) => kind === 'text')
    .toSorted((a, b) => Number(isTitle(model, b)) - Number(isTitle(model, a)))

const isTitle = ({ titleFieldId }: Titled, { name }: Column) => name === titleFieldId

/**
 * The words by which an entry is found: of what rows keep of its texts. So whoever looks at the index
 * and whoever looks at the row come to the same.
 */
export function wordsOf(columns: readonly Column[], cell: (column: Column) => Cell): string[] {
  const words = new Set<string>()
  for (const text of columns.flatMap((it) => textsIn(cell(it))))
    for (const word of wordsIn(text)) if (words.size < MAX_WORDS) words.add(word)
  return [...words]
}

function textsIn(cell: Cell): string[] {
  if (cell === null || cell === undefined) return []
  const all = isList(cell) ? cell : [cell]
  return all.map((it) => (typeof it === 'object' ? it.start : String(it)))
}

const COLUMN: Column = { id: '~', name: '~', kind: 'id', list: false, slot: -1 }

/** The entries with words that begin like this one, which has two letters at least. By two of them, or all writers would meet in one partition. */
export const wordIndex = (word: string): Index => ({
  name: `~${firstPoints(word, 2)}`,
  columns: [COLUMN],
  keysOnly: true,
})

/** What was written of an entry, by which is known what has to go. */
const Written = z.object({
  latest: z.array(z.string()),
  published: z.array(z.string()),
  version: z.number(),
})
type Written = z.infer<typeof Written>
type Words = Record<(typeof STAGES)[number], string[]>

/**
 * Makes the words of entries what they now should be. An entry that is saved in this moment is left to
 * whoever is told of that.
 */
export async function indexWords(
  scope: Scope,
  model: Model,
  entryIds: readonly string[],
): Promise<void> {
  assertCan(scope, 'cms.contentModel', 'w', { model })
  const columns = searchedColumns(model)
  const heads = await scope.table.getMany(entryIds.map((it) => headKey(model, it)))
  const wanted = new Map(
    heads
      .map((it) => Head.parse(it))
      .map(({ entryId, places, version }) => {
        const words = (row: Row) => wordsOf(columns, (column) => cellOf(row, column))
        const [latest = [], published = []] = STAGES.map((stage) =>
          places[stage] ? words(unpackRow(places[stage].row)) : [],
        )
        return [entryId, { words: { latest, published }, version }] as const
      }),
  )
  await write(scope, model, { entryIds, wanted })
}

/** Takes the words of entries away, whose model may be gone as well. */
export const dropWords = (scope: Scope, model: ModelName, entryIds: readonly string[]) =>
  write(scope, model, { entryIds, wanted: new Map() })

interface Wanted {
  entryIds: readonly string[]
  wanted: ReadonlyMap<string, { words: Words; version: number }>
}

async function write(
  { table }: Scope,
  model: ModelName,
  { entryIds, wanted }: Wanted,
): Promise<void> {
  for (const entryId of new Set(entryIds)) {
    const head = wanted.get(entryId)
    const there: Change = head
      ? { check: headKey(model, entryId), onlyIf: head.version }
      : { check: headKey(model, entryId), onlyIf: 'absent' }
    try {
      await retried(async () => {
        const item = await table.get(wordsKey(model, entryId))
        const changes = changesFor(model, entryId, {
          before: item ? Written.parse(item) : undefined,
          after: head?.words,
        })
        if (changes.length > 0) await table.derive([{ ...there, otherwise: outrun }, ...changes])
      })
    } catch (error) {
      if (error !== outrun) throw error
    }
  }
}

const outrun = new AppError('NOT_FOUND', 'The entry was saved meanwhile.')

interface Difference {
  before: Written | undefined
  after: Words | undefined
}

function changesFor(model: ModelName, entryId: string, { before, after }: Difference): Change[] {
  const changes = STAGES.flatMap((stage): Change[] => {
    const [old, now] = [before?.[stage] ?? [], after?.[stage] ?? []]
    const keyOf = (word: string) => ({
      PK: indexPartition(model, stage, wordIndex(word).name),
      SK: word + SEPARATOR + entryId,
    })
    return [
      ...old.filter((it) => !now.includes(it)).map((it) => ({ delete: keyOf(it) })),
      ...now.filter((it) => !old.includes(it)).map((it) => ({ put: keyOf(it) })),
    ]
  })
  if (changes.length === 0) return []
  const at = wordsKey(model, entryId)
  const isNothing = !after || STAGES.every((it) => after[it].length === 0)
  if (isNothing) return [...changes, { delete: at, onlyIf: before?.version ?? 0 }]
  return [...changes, save(at, { ...after, version: (before?.version ?? 0) + 1 })]
}

/** Whether the words of all entries are there. */
export const hasWords = (model: Shape, stage: Stage): boolean =>
  stage !== 'bin' && wordsState(model) === 'ready'
