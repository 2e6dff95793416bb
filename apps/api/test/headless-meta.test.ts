import { META_TIMES } from '@tenantry/cms'
import { expect, test } from 'vitest'
import { contentWorld } from './content-world.ts'

/** What can have happened to an entry, and to a revision of it. */
const SUBJECTS = META_TIMES.map((it) => it.slice(0, -2))
const META = SUBJECTS.map((it) => `${it}On ${it}By { id displayName type }`).join(' ')
const ENTRY = `id ${META} meta { status version recordVersion locked modelId title }`
const ERROR = 'error { code message }'

interface Served extends Record<string, unknown> {
  id: string
  meta: object
}

const { ask, sign } = await contentWorld()

async function as(uid: string, query: string) {
  const authorization = await sign('designers', { uid, name: `Person ${uid}` })
  const { data, errors } = await ask('manage/en-US', { query }, { authorization })
  expect(errors).toBeUndefined()
  expect(data.answer.error).toBeNull()
  return data.answer.data
}
const find = async (call: string): Promise<Served> =>
  (await as('asks', `{ answer: ${call} { data { ${ENTRY} } ${ERROR} } }`))[0]
const there = (revision: string) => find(`getArticlesByIds(revisions: ["${revision}"])`)
const inBin = () => find('listDeletedArticles')

/** Who left their name since, by what; and what nobody is named by any more. */
function changesOf(before: Served | undefined, after: Served) {
  const changed = SUBJECTS.filter(
    (it) =>
      JSON.stringify([before?.[`${it}On`], before?.[`${it}By`]]) !==
      JSON.stringify([after[`${it}On`], after[`${it}By`]]),
  )
  const gone = changed.filter((it) => after[`${it}On`] === null && after[`${it}By`] === null)
  return { set: changed.filter((it) => !gone.includes(it)), gone: before ? gone : [] }
}

const both = (...moments: string[]) =>
  moments.flatMap((it) => [it, `revision${it.charAt(0).toUpperCase()}${it.slice(1)}`])
const PUBLISHED = ['modified', 'saved', 'lastPublished']

interface Step {
  /** The operation, of the revision that it is about. */
  call: (id: string) => string
  /** Its answer is no entry. */
  isDone?: boolean
  find?: (id: string) => Promise<Served>
  set: string[]
  gone?: string[]
  meta: object
}
const of = (operation: string) => (id: string) => `${operation}(revision: "${id}")`
const ofEntry = (operation: string) => (id: string) => of(operation)(id.slice(0, 24))

const steps: Step[] = [
  {
    call: () => 'createArticle(data: { title: "Hello" })',
    set: both('created', 'saved'),
    meta: { status: 'draft', version: 1, recordVersion: 1, locked: false },
  },
  {
    call: (id) => `updateArticle(revision: "${id}", data: { title: "Again" })`,
    set: both('modified', 'saved'),
    meta: { status: 'draft', version: 1, recordVersion: 2, locked: false, title: 'Again' },
  },
  {
    call: (id) => `moveArticle(revision: "${id}", folderId: "news")`,
    isDone: true,
    set: [],
    meta: { status: 'draft', version: 1, recordVersion: 3, locked: false },
  },
  {
    call: of('publishArticle'),
    set: both(...PUBLISHED, 'firstPublished'),
    meta: { status: 'published', version: 1, recordVersion: 4, locked: true },
  },
  {
    call: of('createArticleFrom'),
    // The entry goes on, the revision starts anew.
    set: ['modified', 'saved', 'revisionCreated', 'revisionSaved'],
    gone: ['revisionModified', 'revisionFirstPublished', 'revisionLastPublished'],
    meta: { status: 'draft', version: 2, recordVersion: 1, locked: false },
  },
  {
    call: of('publishArticle'),
    set: [...both(...PUBLISHED), 'revisionFirstPublished'],
    meta: { status: 'published', version: 2, recordVersion: 2, locked: true },
  },
  {
    call: of('republishArticle'),
    set: both(...PUBLISHED),
    meta: { status: 'published', version: 2, recordVersion: 3, locked: true },
  },
  {
    call: of('unpublishArticle'),
    set: both('modified', 'saved'),
    meta: { status: 'unpublished', version: 2, recordVersion: 4, locked: true },
  },
  {
    call: ofEntry('deleteArticle'),
    isDone: true,
    find: inBin,
    set: both('deleted'),
    meta: { status: 'unpublished', version: 2, locked: true },
  },
  {
    call: ofEntry('restoreArticleFromBin'),
    set: both('restored'),
    gone: both('deleted'),
    meta: { status: 'unpublished', version: 2, locked: true },
  },
  {
    call: ofEntry('deleteArticle'),
    isDone: true,
    find: inBin,
    set: both('deleted'),
    gone: both('restored'),
    meta: { status: 'unpublished', version: 2, locked: true },
  },
]

test('each of the 28 meta fields tells who did what when, and no other', async () => {
  let before: Served | undefined
  for (const [n, { call, isDone, set, gone = [], meta, ...step }] of steps.entries()) {
    const start = new Date().toISOString()
    const uid = `00u_${n}`
    const operation = call(before?.id ?? '')

    const data = isDone ? 'data' : `data { ${ENTRY} }`
    const answer = await as(uid, `mutation { answer: ${operation} { ${data} ${ERROR} } }`)
    const after = await (step.find ?? there)(isDone ? `${before?.id}` : answer.id)

    const changes = changesOf(before, after)
    expect(changes.set.toSorted(), operation).toEqual(set.toSorted())
    expect(changes.gone.toSorted(), operation).toEqual(gone.toSorted())
    for (const it of set) {
      expect(after[`${it}By`]).toEqual({ id: uid, displayName: `Person ${uid}`, type: 'admin' })
      expect(`${String(after[`${it}On`])}` >= start, `${operation}: ${it}`).toBe(true)
    }
    expect(after.meta, operation).toMatchObject({ modelId: 'article', ...meta })
    if (!isDone) expect(answer).toEqual(after)
    before = after
  }
  const seen = new Set(steps.flatMap((it) => it.set))
  expect([...seen].toSorted()).toEqual(SUBJECTS.toSorted())
})
