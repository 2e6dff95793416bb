// The life of entries as plain data, for comparison. It shares no code with what it checks.

/** What the entries are made of: a title that is required, and a slug that nobody else may have. */
export interface Values {
  title?: string | null
  price?: number | null
  slug?: string | null
}

/** Which entry, of those that were ever made, and which of its revisions; `null`: the entry alone. */
export interface Spot {
  entry: number
  revision: number | null
}

export type Act =
  | { kind: 'create'; data: Values; lenient: boolean }
  | { kind: 'createFrom'; at: Spot; data: Values }
  | { kind: 'update'; at: Spot; data: Values; lenient: boolean; ifVersion?: number | undefined }
  | { kind: 'publish' | 'republish' | 'unpublish'; at: Spot; ifVersion?: number | undefined }
  | { kind: 'move'; at: Spot; folder: string }
  | { kind: 'delete'; at: Spot }
  | { kind: 'purge' | 'restore'; at: Spot }

interface Kept {
  version: number
  status: 'draft' | 'published' | 'unpublished'
  locked: boolean
  values: Values
}
interface Life {
  state: 'active' | 'bin' | 'gone'
  revisions: Record<number, Kept>
  latest: number
  last: number
  published: number | null
  folder: string
  publicFolder: string
}
/** All entries that were ever made, in this order. */
export type Lives = Life[]

/** What an act answers: a code, that it was done, or a revision. */
export type Outcome = string | Shown
export interface Shown extends Kept {
  entry: number
  revision: number
  folder: string
}

/** Does what is asked, or says the code of why not; then nothing has changed. */
export function perform(lives: Lives, act: Act): Outcome {
  if (act.kind === 'create') return create(lives, act)
  const { entry, revision } = act.at
  const life = structuredClone(lives[entry])
  const wanted = act.kind === 'restore' ? 'bin' : act.kind === 'purge' ? 'any' : 'active'
  if (!life || life.state === 'gone' || (wanted !== 'any' && life.state !== wanted))
    return 'NOT_FOUND'
  const number = revision ?? life.latest
  const target = life.revisions[number]
  if (!target) return 'NOT_FOUND'
  if ('ifVersion' in act && act.ifVersion !== undefined && act.ifVersion !== target.version)
    return 'CONFLICT'
  const outcome = changed({ life, number, target }, act)
  if (typeof outcome === 'string' && outcome !== 'DONE') return outcome
  if (isTaken(lives, life, entry)) return 'VALIDATION_FAILED'
  lives[entry] = life
  return outcome === 'DONE' ? outcome : shown(life, entry, outcome)
}

function create(lives: Lives, { data, lenient }: Act & { kind: 'create' }): Outcome {
  const values = merged({}, data)
  if (!lenient && !isValid(values)) return 'VALIDATION_FAILED'
  const revisions = { 1: { version: 1, status: 'draft' as const, locked: false, values } }
  const folders = { folder: 'root', publicFolder: 'root' }
  const life: Life = {
    state: 'active',
    revisions,
    latest: 1,
    last: 1,
    published: null,
    ...folders,
  }
  if (isTaken(lives, life)) return 'VALIDATION_FAILED'
  lives.push(life)
  return shown(life, lives.length - 1, 1)
}

interface Chosen {
  life: Life
  number: number
  target: Kept
}

/** Changes a life; gives the revision to show, `DONE`, or the code of the refusal. */
function changed(
  { life, number, target }: Chosen,
  act: Exclude<Act, { kind: 'create' }>,
): number | string {
  switch (act.kind) {
    case 'createFrom': {
      const values = merged(target.values, act.data)
      if (!isValid(values)) return 'VALIDATION_FAILED'
      life.last++
      life.latest = life.last
      life.revisions[life.last] = { version: 1, status: 'draft', locked: false, values }
      return life.last
    }
    case 'update': {
      if (target.locked) return 'CONTENT_ENTRY_UPDATE_ERROR'
      const values = merged(target.values, act.data)
      if (!act.lenient && !isValid(values)) return 'VALIDATION_FAILED'
      Object.assign(target, { values, version: target.version + 1 })
      return number
    }
    case 'republish':
    case 'publish': {
      if (act.kind === 'republish' && target.status !== 'published') return 'VALIDATION_FAILED'
      if (!isValid(target.values)) return 'VALIDATION_FAILED'
      if (life.published !== null && life.published !== number) withdraw(life)
      Object.assign(target, { status: 'published', locked: true, version: target.version + 1 })
      Object.assign(life, { published: number, publicFolder: life.folder })
      return number
    }
    case 'unpublish':
      if (target.status !== 'published') return 'VALIDATION_FAILED'
      withdraw(life)
      return number
    case 'move':
      target.version++
      Object.assign(life, { folder: act.folder, publicFolder: act.folder })
      return number
    case 'restore': {
      life.state = 'active'
      const latest = life.revisions[life.latest]
      if (latest) latest.version++
      return life.latest
    }
    case 'purge':
      life.state = 'gone'
      return 'DONE'
    case 'delete':
      if (act.at.revision === null) life.state = 'bin'
      else removeRevision(life, number)
      return 'DONE'
  }
}

function withdraw(life: Life): void {
  const before = life.revisions[life.published ?? 0]
  if (before) Object.assign(before, { status: 'unpublished', version: before.version + 1 })
  life.published = null
}

function removeRevision(life: Life, number: number): void {
  delete life.revisions[number]
  if (life.published === number) life.published = null
  if (life.latest !== number) return
  const left = Object.keys(life.revisions).map(Number)
  if (left.length === 0) life.state = 'gone'
  else life.latest = Math.max(...left)
}

const merged = (before: Values, data: Values): Values =>
  Object.fromEntries(
    Object.entries({ ...before, ...withoutUndefined(data) }).filter(([, it]) => it !== null),
  )
const withoutUndefined = (data: Values): Values =>
  Object.fromEntries(Object.entries(data).filter(([, it]) => it !== undefined))
const isValid = ({ title }: Values) => title !== undefined && title !== ''

/** The slugs that nobody else may have: of what editors see, and of what the public sees. */
const slugsOf = ({ state, revisions, latest, published }: Life): string[] =>
  state === 'active'
    ? [latest, published ?? 0].flatMap((it) => revisions[it]?.values.slug || [])
    : []

const isTaken = (lives: Lives, life: Life, entry?: number): boolean =>
  slugsOf(life).some((slug) => lives.some((it, n) => n !== entry && slugsOf(it).includes(slug)))

function shown(life: Life, entry: number, revision: number): Shown {
  const kept = life.revisions[revision]
  if (!kept) throw new Error('There is no such revision.')
  return { entry, revision, folder: life.folder, ...kept }
}

/** What there is to see of each entry, and in each list. */
export interface View {
  revisions: Shown[][]
  published: (Shown | null)[]
  lists: Record<'latest' | 'published' | 'bin', { entries: number[]; total: number }>
}

export function viewOf(lives: Lives): View {
  const isActive = ({ state }: Life) => state === 'active'
  const list = (has: (life: Life) => boolean) => {
    const entries = lives.flatMap((it, entry) => (has(it) ? [entry] : []))
    return { entries, total: entries.length }
  }
  return {
    revisions: lives.map((life, entry) =>
      isActive(life)
        ? Object.keys(life.revisions)
            .map((it) => shown(life, entry, Number(it)))
            .toReversed()
        : [],
    ),
    published: lives.map((life, entry) =>
      isActive(life) && life.published !== null
        ? { ...shown(life, entry, life.published), folder: life.publicFolder }
        : null,
    ),
    lists: {
      latest: list(isActive),
      published: list((it) => isActive(it) && it.published !== null),
      bin: list(({ state }) => state === 'bin'),
    },
  }
}
