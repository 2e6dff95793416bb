import { getIntrospectionQuery } from 'graphql'
import { type Caller, callersOf } from './callers.ts'
import {
  markOfCodes,
  type Mention,
  type Operation,
  operations,
  pathOf,
  publicOperations,
} from './operations.ts'
import { canHoldText, documentOf, fieldNamed } from './schema.ts'
import { type Answer, envelopeIn, type Inside, send, type Target } from './target.ts'
import { askAs, type Tenant } from './tenant.ts'

/** What came of the probes of one caller. */
export interface CallerRow {
  caller: string
  probes: number
  /** Probes that were answered with an error, and so with nothing else. */
  refused: number
}

export interface TenantMatrix {
  operations: number
  rows: CallerRow[]
  /** Requests of B's own administrator that were answered with what nobody else may see. */
  twins: number
  /** One sentence for each thing that must not be. */
  findings: string[]
}

interface World {
  target: Target
  a: Tenant
  b: Tenant
  /** Tries these operations only. */
  only?: readonly string[] | undefined
  interruption?: AbortSignal | undefined
}

/** A request that must show nothing of B. */
interface Probe {
  caller: Caller
  operation: string
  variables: object
  /** The id in question, which may be anything that has its place in the variables. */
  id?: string
}

interface Outcome {
  answer: Answer
  inside: Inside | undefined
  error: { code: string } | null
}

const ROOT_PATHS = ['/graphql', ...['manage', 'preview', 'read'].map((it) => `/cms/${it}/en-US`)]

/**
 * Tries every operation of every schema as everybody who must get nothing of B: with ids of their own,
 * of B and of nobody. Then B's administrator does the same and must get it, for a probe that would
 * find nothing anyhow proves nothing.
 */
export async function runTenantMatrix(world: World): Promise<TenantMatrix> {
  const { a, b } = world
  const matrix = new Matrix(world)
  const theirs = await standing(b, tried(world))
  const own = await standing(a, tried(world))
  await world.target.collide?.(a, b)
  const before = await snapshotOf(world, theirs)

  for (const caller of callersOf(a, b)) {
    if (!world.only) await matrix.askForSchemas(caller)
    for (const operation of publicOperations.filter(isTriedIn(world)))
      await matrix.probe({ caller, operation, variables: {} })
    for (const [operation, row] of tried(world))
      await matrix.askEverything(caller, { operation, row, own, theirs })
  }

  const after = await snapshotOf(world, theirs)
  for (const [name, text] of before)
    if (after.get(name) !== text) matrix.findings.push(`${name} on B is not what it was before.`)
  const twins = await twinsOf(world, { own, findings: matrix.findings })
  const { rows, findings } = matrix
  const operations = knownOperations().filter(isTriedIn(world)).length
  return { operations, rows: [...rows.values()], twins, findings }
}

const isTriedIn =
  ({ only }: World) =>
  (operation: string) =>
    only?.includes(operation) ?? true
const tried = (world: World) => Object.entries(operations).filter(([it]) => isTriedIn(world)(it))

/** All operations that there are rows for. */
export const knownOperations = (): string[] => [...publicOperations, ...Object.keys(operations)]

/** Those that can be tried where nobody can be signed in as we like: an org signs its own people in. */
export const operationsOfMachines = (): string[] =>
  knownOperations().filter((name) => !isAboutPeople(name))

const isAboutPeople = (name: string) =>
  operations[name]?.needs === 'person' ||
  /^(adminUsers\.\w+|security\.signOutEverywhere|tenancy\.getRefusal)$/.test(name)

/** Something of each kind, by the function that made it: what nobody who is not entitled can use up. */
type Standing = Map<Mention['make'], string>

async function standing(
  tenant: Tenant,
  rows: readonly (readonly [string, Operation])[],
): Promise<Standing> {
  const made: Standing = new Map()
  for (const { make } of rows.flatMap(([, row]) => mentionsIn(row)))
    if (!made.has(make)) made.set(make, await make(tenant))
  return made
}

const mentionsIn = (row: Operation): readonly Mention[] =>
  'make' in row ? [row] : (row.mentions ?? [])

interface Asked {
  operation: string
  row: Operation
  own: Standing
  theirs: Standing
}

class Matrix {
  readonly findings: string[] = []
  readonly rows = new Map<string, CallerRow>()
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  async askEverything(caller: Caller, { operation, row, own, theirs }: Asked): Promise<void> {
    const { a } = this.#world
    if ('input' in row) {
      const variables = await row.input(a)
      this.#judge(
        { caller, operation, variables },
        row,
        await this.probe({ caller, operation, variables }),
      )
    }
    for (const mention of mentionsIn(row)) {
      const ask = (id = '') => {
        const probe = { caller, operation, id, variables: mention.named(id) }
        return this.probe(probe).then((outcome) => ({ probe, outcome }))
      }
      const pair = async () =>
        [await ask(mention.none), await ask(theirs.get(mention.make))] as const
      // What others changed is loaded by whoever comes first, so a difference must last.
      const differs = ([unknown, foreign]: Awaited<ReturnType<typeof pair>>) =>
        differenceOf(foreign, unknown)
      const difference = differs(await pair()) && differs(await pair())
      if (difference) this.findings.push(difference)
      // What somebody may destroy is made for them: once, for the rights of keys and machines are the same.
      if (caller.isEntitled && !caller.isPerson && !isQuery(operation, a)) continue
      const mine = await ask(caller.isEntitled ? await mention.make(a) : own.get(mention.make))
      if ('make' in row || !caller.isEntitled) this.#judge(mine.probe, row, mine.outcome)
    }
  }

  /** Asks for the schema itself: the names of another tenant's models are its own, too. */
  async askForSchemas(caller: Caller): Promise<void> {
    for (const path of ROOT_PATHS) {
      const authorization = await caller.authorization(false)
      const { tenantId } = caller.on
      const asked = { tenantId, path, authorization, query: getIntrospectionQuery() }
      const answer = await send(this.#world.target, asked)
      this.#count(caller, answer.status !== 200)
      this.#search({ caller, operation: `the schema of ${path}`, variables: {} }, answer)
    }
  }

  async probe(probe: Probe): Promise<Outcome> {
    const { target, interruption } = this.#world
    interruption?.throwIfAborted()
    const { caller, operation, variables } = probe
    const ends = operations[operation]?.ends === true
    const answer = await send(target, {
      tenantId: caller.on.tenantId,
      path: pathOf(operation),
      authorization: await caller.authorization(ends),
      query: documentOf(operation, this.#world.a.fields),
      variables,
    })
    const { error } = envelopeIn(answer)
    const inside = target.inside?.()
    this.#count(caller, error !== null)
    this.#search(probe, answer, inside)
    if (answer.status >= 500 || error?.code === 'INTERNAL') this.#found(probe, 'broke the API')
    return { answer, inside, error }
  }

  #count({ name }: Caller, isRefused: boolean): void {
    const row = this.rows.get(name) ?? { caller: name, probes: 0, refused: 0 }
    this.rows.set(name, {
      ...row,
      probes: row.probes + 1,
      refused: row.refused + (isRefused ? 1 : 0),
    })
  }

  /** Who may do everything can, so that the probe is one; all others cannot. */
  #judge(probe: Probe, row: Operation, { error }: Outcome): void {
    const { caller } = probe
    const isForPeople = row.needs === 'person' && !caller.isPerson
    if (caller.isEntitled && error && !isForPeople) this.#found(probe, `failed with ${error.code}`)
    if (!caller.isEntitled && !error) this.#found(probe, 'was let in')
  }

  #search(probe: Probe, { headers, body }: Answer, inside?: Inside): void {
    const { caller, operation } = probe
    const isPublic = publicOperations.includes(operation)
    const { b } = this.#world
    // Whoever signs in on B is told B's name before.
    if (isPublic && caller.on === b) return
    const seen = [headers, body, inside?.logs ?? ''].join('\n')
    const leak = marksIn(without(textsIn(probe.variables), seen), b)
    if (leak) this.#found(probe, `was shown “${leak}”`)
  }

  #found(probe: Probe, what: string): void {
    this.findings.push(sentence(probe, what))
  }
}

const sentence = ({ caller, operation, id }: Probe, what: string): string =>
  `${caller.name}, ${operation}${id ? ` of ${id}` : ''}: ${what}.`

const WORDS = /#~[^"#]{1,2}"/g
const WRITTEN = /("TransactWrite"),"keys":\[[^\]]*\]/g

interface Told {
  probe: Probe
  outcome: Outcome
}

/** By what somebody could tell what is another tenant's from what never was. */
function differenceOf(foreign: Told, unknown: Told): string | undefined {
  const [theirs, nobodys] = [told(foreign), told(unknown)]
  if (theirs.answer !== nobodys.answer)
    return sentence(foreign.probe, `got “${theirs.answer}” instead of “${nobodys.answer}”`)
  if (theirs.calls !== nobodys.calls)
    return sentence(foreign.probe, `read ${theirs.calls} instead of ${nobodys.calls}`)
  return undefined
}

/** What an answer and its calls tell beside the id that was asked for. */
function told({ probe: { id = '' }, outcome: { answer, inside } }: Told) {
  const plain = (text: string) =>
    without([id, ...id.split('#')], text)
      .replaceAll(/[0-9a-f]{24}/g, '<id>')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
  const { status, headers, body } = answer
  // Of what was written the keys are new each time, and on shards by chance.
  const written = (inside?.calls ?? '').replace(WRITTEN, '$1')
  // Words are looked up where their first letters say.
  const calls = written.replaceAll(WORDS, '#~…"')
  return { answer: plain(`${status} ${headers}\n${body}`), calls: plain(calls) }
}

/** Texts that whoever asks has sent, or knows, tell them nothing. */
const without = (texts: readonly string[], text: string): string =>
  texts
    // The number of a revision, "0001", stands in other ids, too.
    .filter((it) => it.length > 4)
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, it) => rest.replaceAll(it, '…'), text)

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...value.split('#')]
  return typeof value === 'object' && value ? Object.values(value).flatMap(textsIn) : []
}

const ENCODED = /[\w+/=-]{24,}/g

/** What of B stands in a text, as it is or in base64, as cursors are. */
function marksIn(text: string, { mark }: Tenant): string | undefined {
  const decoded = (text.match(ENCODED) ?? []).map((it) => Buffer.from(it, 'base64').toString())
  const all = [text, ...decoded].join('\n')
  if (all.toLowerCase().includes(mark)) return mark
  const code = markOfCodes(mark)
  return all.includes(`${code}-`) ? code : undefined
}

/** All that B's administrator can read: nobody else may have changed it. */
async function snapshotOf(world: World, theirs: Standing): Promise<Map<string, string>> {
  const { target, b } = world
  const texts = new Map<string, string>()
  for (const [name, row] of tried(world)) {
    if (!isQuery(name, b) || row.isLive) continue
    const variables = 'make' in row ? row.named(theirs.get(row.make) ?? '') : {}
    texts.set(name, JSON.stringify(await askAs({ target }, b, name, variables)))
  }
  const whole = await target.dump?.(b.tenantId)
  if (whole !== undefined) texts.set('The table', whole)
  return texts
}

interface Twins {
  own: Standing
  findings: string[]
}

/** B's administrator asks for everything, and gets it. */
async function twinsOf(world: World, { own, findings }: Twins): Promise<number> {
  const { target, a, b, interruption } = world
  let twins = 0
  // What a mutation answers may be another thing than what it was asked about: once is enough.
  const [shown, silent] = [new Set<string>(), new Set<string>()]
  const ask = async (name: string, variables: object) => {
    interruption?.throwIfAborted()
    const row = operations[name]
    const authorization = await b.admin(row?.ends)
    const { data, error } = await askAs({ target }, b, name, variables, authorization)
    const isShown = !canHoldText(fieldNamed(name, b.fields)) || row?.silent === true
    if (error) findings.push(`B’s administrator, ${name}: failed with ${error.code}.`)
    else if (isShown || marksIn(JSON.stringify(data), b)) {
      twins++
      shown.add(name)
    } else if (isQuery(name, b)) findings.push(notShown(name))
    else silent.add(name)
  }
  for (const name of publicOperations.filter(isTriedIn(world))) await ask(name, {})
  for (const [name, row] of tried(world)) {
    // What has the same id on A, and is another thing. An id with A's mark is A's alone.
    const namesake = 'make' in row && isQuery(name, b) ? own.get(row.make) : undefined
    if ('make' in row && namesake && target.collide && !marksIn(`${namesake}-`, a))
      await ask(name, row.named(namesake))
    if ('input' in row) await ask(name, await row.input(b))
    for (const mention of mentionsIn(row)) await ask(name, mention.named(await mention.make(b)))
  }
  for (const name of silent) if (!shown.has(name)) findings.push(notShown(name))
  return twins
}

const notShown = (name: string) => `B’s administrator, ${name}: was not shown what is theirs.`

const isQuery = (name: string, { fields }: Tenant) => fieldNamed(name, fields).kind === 'query'
