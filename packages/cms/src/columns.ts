import {
  datetimeKind,
  type Field,
  isIndexedList,
  isSelect,
  isUnique,
  MAX_INDEXED_VALUES,
} from './fields.ts'
import type { Stage } from './keys.ts'
import { META_PEOPLE, META_TIMES } from './meta.ts'
import type { ModelIndex, StoredModel } from './model.ts'
import { type Placed, placedIn } from './nesting.ts'

/** What a value is to comparison and order. Of what is `opaque` only whether it is there counts. */
export type Kind =
  'text' | 'longText' | 'number' | 'boolean' | 'instant' | 'date' | 'time' | 'ref' | 'id' | 'opaque'

/** One value of an entry as lists see it. Its place in the covering row is `slot`. */
export interface Column {
  /** The field's `storageId`, with those of the objects that it lies in, or the name of a system column. */
  id: string
  /** What the API calls it; `seo.title` of what lies in an object. */
  name: string
  kind: Kind
  list: boolean
  /** The row has all of it, however long. */
  whole?: boolean
  slot: number
}

/** The revision itself, `entryId#0001`. It stands in the key, not in the row. */
export const REVISION: Column = { id: 'entry', name: 'id', kind: 'ref', list: false, slot: -1 }

const PERMANENT = ['status', 'createdByType', 'folderId'] as const

/** The columns that every model starts with. */
export const SYSTEM_COLUMNS: readonly string[] = [...PERMANENT, ...META_TIMES, ...META_PEOPLE]

/** The model's parts that storage depends on. */
export type Shape = Pick<
  StoredModel,
  'locale' | 'modelId' | 'fields' | 'columns' | 'indexes' | 'counted' | 'epoch'
>

const known = new WeakMap<object, readonly Column[]>()

/** The columns of a model, without those whose field is gone. */
export function columnsOf(model: Shape): readonly Column[] {
  const before = known.get(model)
  if (before) return before
  const placed = new Map(placedIn(model.fields).map((it) => [it.id, it]))
  const columns = model.columns.flatMap((id, slot): Column[] => {
    const column = systemColumn(id) ?? fieldColumn(placed.get(id))
    return column ? [{ ...column, slot }] : []
  })
  known.set(model, columns)
  return columns
}

const find = (model: Shape, id: string): Column | undefined =>
  columnsOf(model).find((it) => it.id === id)

/** A system column, or the column of a field, by its storage name. */
export function columnOf(model: Shape, id: string): Column {
  const column = find(model, id)
  if (!column) throw new Error(`The model "${model.modelId}" has no column "${id}".`)
  return column
}

type Unplaced = Omit<Column, 'slot'>

function systemColumn(id: string): Unplaced | undefined {
  if (!SYSTEM_COLUMNS.includes(id)) return undefined
  return { id, name: id, list: false, kind: id.endsWith('On') ? 'instant' : 'id' }
}

/** Of what lies in a dynamic zone nobody asks more than whether it is there: so that it can go. */
const fieldColumn = (placed: Placed | undefined): Unplaced | undefined =>
  placed && {
    id: placed.id,
    name: placed.name,
    kind: placed.inZone ? 'opaque' : kindOf(placed.field),
    list: placed.list,
    whole: isIndexedList(placed.field),
  }

const placedAt = (fields: readonly Field[], id: string): Placed | undefined =>
  placedIn(fields).find((it) => it.id === id)

/** The columns of the fields of a model. */
export const columnIdsOf = (fields: readonly Field[]): string[] =>
  placedIn(fields).map(({ id }) => id)

/** What the values of a field are to filters and sorts: the key of `OPERATORS`. */
export function kindOf(field: Field): Kind {
  switch (field.type) {
    case 'text':
    case 'number':
    case 'boolean':
    case 'ref':
      return field.type
    case 'long-text':
      return 'longText'
    case 'datetime': {
      const kind = datetimeKind(field)
      return kind === 'date' || kind === 'time' ? kind : 'instant'
    }
    case 'rich-text':
    case 'file':
    case 'object':
    case 'dynamicZone':
    case 'json':
      return 'opaque'
  }
}

/** Items in the order of some columns, then of the entry ids. */
export interface Index {
  name: string
  columns: readonly Column[]
  /** Its items have no row, and may be late: the row is that of the `ID_INDEX`. */
  keysOnly?: true
}

/** Every entry has one item here, whose key is its id: its order is that of creation. */
export const ID_INDEX: Index = { name: 'id', columns: [] }

/** Stands among the indexes of a model for its words, which are no column's. */
const WORDS = '~'

/** In which stages a system column has an index. */
const SYSTEM_INDEXES: Record<string, readonly Stage[]> = {
  savedOn: ['latest', 'published'],
  lastPublishedOn: ['published'],
  deletedOn: ['bin'],
  status: ['latest'],
  createdBy: ['latest', 'published', 'bin'],
  folderId: ['latest', 'published'],
  [WORDS]: [],
}
const FIELD_STAGES: readonly Stage[] = ['latest', 'published']

/** The order in which editors look at lists. Visitors look at them by creation: by id. */
const USUAL_ORDER: Partial<Record<Stage, string>> = { latest: 'savedOn', bin: 'deletedOn' }

/** Few values, each with many entries: such an index keeps the usual order within each value. */
const hasFewValues = (id: string, fields: readonly Field[]): boolean => {
  if (['status', 'createdBy', 'folderId'].includes(id)) return true
  const placed = placedAt(fields, id)
  if (!placed || placed.list) return false
  return ['boolean', 'ref'].includes(placed.field.type) || isSelect(placed.field)
}

type IndexStates = readonly ModelIndex['state'][]
const STATES = {
  all: ['building', 'ready', 'dropping'],
  write: ['building', 'ready'],
  read: ['ready'],
} as const satisfies Record<string, IndexStates>

/** The indexes of a stage: all that may have items, those to write, or those that lists can trust. */
export const indexesOf = (model: Shape, stage: Stage, use: keyof typeof STATES): Index[] => [
  ID_INDEX,
  ...indexesIn(model, stage, STATES[use]),
]

/** Those of a stage that are in one of these states: not that of ids, which always is there. */
export const indexesIn = (model: Shape, stage: Stage, states: IndexStates): Index[] =>
  model.indexes
    .filter(({ column, state }) => states.includes(state) && stagesOf(column).includes(stage))
    .map(({ column, usual }) => indexOf(model, stage, column, usual))

const stagesOf = (column: string): readonly Stage[] => SYSTEM_INDEXES[column] ?? FIELD_STAGES

function indexOf(model: Shape, stage: Stage, id: string, usual: boolean): Index {
  const first = find(model, id) ?? gone(model, id)
  const then = usual ? USUAL_ORDER[stage] : undefined
  if (then === undefined) return { name: id, columns: [first] }
  return { name: `${id}+${then}`, columns: [first, columnOf(model, then)] }
}

/** The field is no more, but its index may still have items: keys of missing values. */
const gone = (model: Shape, id: string): Column => ({
  id,
  name: id,
  kind: 'id',
  list: false,
  slot: model.columns.indexOf(id),
})

// What the worst mutation writes: publishing another revision puts and deletes an item in each index
// of `published`, puts one in each of `latest` and deletes those there whose order the time of saving
// decides. A test counts it.
const ACTIONS = 100
const ACTIONS_OF_ALL = 24
const ACTIONS_PER_INDEX = 3
const ACTIONS_PER_DROPPED_INDEX = 2
/** In both stages the values of a list may all be others; in `latest` their items are also put anew. */
const ACTIONS_PER_LIST = 3 * MAX_INDEXED_VALUES
const ACTIONS_PER_DROPPED_LIST = 2 * MAX_INDEXED_VALUES
const ACTIONS_PER_UNIQUE_FIELD = 2
const MAX_FIELD_INDEXES = 23
export const MAX_UNIQUE_FIELDS = 5

const isOwn = (fields: readonly Field[], { id }: Placed): boolean =>
  fields.some(({ storageId }) => storageId === id)

/**
 * Long texts have no order worth keeping. A list has an index only if its author wants one, and one
 * in an object, or of objects, has none.
 */
function canHaveIndex(fields: readonly Field[], placed: Placed): boolean {
  const { field, list, inZone } = placed
  if (inZone || ['longText', 'opaque'].includes(kindOf(field))) return false
  return (field.settings.indexed ?? !list) && (!list || isOwn(fields, placed))
}

/**
 * The indexes of a model whose fields have changed. What its author has chosen comes first, then what
 * there is, then fields in their order, as far as a transaction reaches; the others are dropped. What
 * waits for the room of a dropped one comes when that is gone.
 */
export function planIndexes(
  fields: readonly Field[],
  before: readonly ModelIndex[] = [],
): ModelIndex[] {
  const wanted = wantedIndexes(fields, before)
  const isWanted = (it: ModelIndex) =>
    it.column in SYSTEM_INDEXES || wanted.some((other) => isSame(it, other))
  const kept = before.map((it) => (isWanted(it) ? it : { ...it, state: 'dropping' as const }))
  const ofSystem = Object.keys(SYSTEM_INDEXES).map((id) => newIndex(id, fields))
  const isNew = ({ column }: ModelIndex) => !kept.some((it) => it.column === column)
  const planned = [...ofSystem.filter(isNew), ...kept]
  for (const index of wanted) {
    const at = planned.findIndex(({ column }) => column === index.column)
    const there = planned[at]
    // One that is built otherwise has to go first: both would have one name.
    if (there && (there.state !== 'dropping' || !isSame(there, index))) continue
    const others = planned.filter((it) => it !== there)
    if (roomLeft(fields, others) < weightOf(index)) continue
    planned.splice(there ? at : planned.length, 1, index)
  }
  return planned
}

/** What there would be if nothing had to be dropped first, the most wanted first. */
function wantedIndexes(fields: readonly Field[], before: readonly ModelIndex[]): ModelIndex[] {
  const isThere = ({ id }: Placed) =>
    before.some(({ column, state }) => column === id && state !== 'dropping')
  // What authors have chosen, what there is, an entry's own values, those of its objects.
  const rankOf = (it: Placed) =>
    it.field.settings.indexed ? 0 : isThere(it) ? 1 : isOwn(fields, it) ? 2 : 3
  const candidates = placedIn(fields).filter((it) => canHaveIndex(fields, it))
  const wanted: ModelIndex[] = []
  for (const placed of candidates.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const index = newIndex(placed.id, fields)
    const there = before.find((it) => it.column === index.column && it.list === index.list)
    const wish = { ...index, usual: there?.usual ?? index.usual }
    if (wanted.length < MAX_FIELD_INDEXES && roomLeft(fields, wanted) >= weightOf(wish))
      wanted.push(wish)
  }
  return wanted
}

/** The names of the fields that shall have an index and cannot. */
export function notIndexable(fields: readonly Field[]): string[] {
  const wanted = wantedIndexes(fields, [])
  return placedIn(fields)
    .filter(({ field }) => field.settings.indexed === true)
    .filter(({ id }) => !wanted.some(({ column }) => column === id))
    .map(({ name }) => name)
}

/** The same with the words of all entries to be made anew. */
export const withoutWords = (indexes: readonly ModelIndex[]): ModelIndex[] =>
  indexes.map((it) => (it.column === WORDS ? { ...it, state: 'building' } : it))

/** How far the words of a model are. */
export const wordsState = ({ indexes }: Pick<StoredModel, 'indexes'>) =>
  indexes.find(({ column }) => column === WORDS)?.state

/** How far the index of a field is. */
export const indexStateOf = (
  { indexes }: Pick<StoredModel, 'indexes'>,
  { storageId }: Field,
): ModelIndex['state'] | 'none' =>
  indexes.find(({ column }) => column === storageId)?.state ?? 'none'

function newIndex(column: string, fields: readonly Field[]): ModelIndex {
  const usual = hasFewValues(column, fields)
  const isListed = placedAt(fields, column)?.list === true
  return { column, usual, ...(isListed && { list: true }), state: 'building' }
}

const isSame = (a: ModelIndex, b: ModelIndex) =>
  a.column === b.column && a.usual === b.usual && a.list === b.list

function weightOf({ usual, list, state }: ModelIndex): number {
  const isDropped = state === 'dropping'
  if (list) return isDropped ? ACTIONS_PER_DROPPED_LIST : ACTIONS_PER_LIST
  return isDropped ? ACTIONS_PER_DROPPED_INDEX : ACTIONS_PER_INDEX + (usual ? 1 : 0)
}

function roomLeft(fields: readonly Field[], indexes: readonly ModelIndex[]): number {
  const unique = fields.filter(isUnique).length * ACTIONS_PER_UNIQUE_FIELD
  const ofFields = indexes.filter(({ column }) => !(column in SYSTEM_INDEXES))
  const used = ofFields.reduce((sum, it) => sum + weightOf(it), 0)
  return ACTIONS - ACTIONS_OF_ALL - unique - used
}

const MAX_COUNTED_FIELDS = 8
const MAX_COUNTED_VALUES = 20

/**
 * Of which columns each value is counted. Only a field that is new can join, because nobody has
 * counted what was there before; who left does not come back.
 */
export function planCounted(
  fields: readonly Field[],
  { columns, counted }: { columns: readonly string[]; counted: readonly string[] },
): string[] {
  const countable = fields
    .filter(isCountable)
    .map(({ storageId }) => storageId)
    .filter((id) => counted.includes(id) || !columns.includes(id))
  return ['status', ...countable.slice(0, MAX_COUNTED_FIELDS)]
}

const isCountable = (field: Field): boolean =>
  !field.multipleValues &&
  (field.type === 'boolean' ||
    (isSelect(field) &&
      field.type === 'text' &&
      field.predefinedValues.values.length <= MAX_COUNTED_VALUES))
