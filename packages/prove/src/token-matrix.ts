import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kinds, type TokenWorld } from './credentials.ts'
import { type Answer, envelopeIn, send } from './target.ts'
import type { Place } from './tenant.ts'

export interface TokenMatrix {
  columns: string[]
  rows: TokenRow[]
  cells: number
  /** One sentence for each cell that is not as it is written, and for each refusal in other words. */
  findings: string[]
}

export interface TokenRow {
  kind: string
  /** One mark for each endpoint, by tenant; empty where it could not be tried. */
  marks: string[]
}

const ENDPOINTS = [
  ['/graphql', '{ area: security { answer: listGroups { data { id } error { code } } } }'],
  ...['manage', 'preview', 'read'].map((it) => [
    `/cms/${it}/en-US`,
    '{ answer: listContentModels { data { modelId } error { code } } }',
  ]),
]

const MARKS: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: '-',
  SECURITY_NOT_AUTHORIZED: 'o',
  TENANT_DISABLED: 'x',
  TENANT_NOT_FOUND: '?',
}

/** Of a request that ends before GraphQL. */
const STATUS: Readonly<Record<string, number>> = { '-': 401, o: 401, x: 403, '?': 404 }

interface Expected {
  columns: string[]
  rows: { kind: string; marks: string[] }[]
}

/** What is written down: by hand, and by nobody who has looked at what comes out. */
export function expectedTokens(): Expected {
  const text = readFileSync(join(import.meta.dirname, 'token-matrix.txt'), 'utf8')
  const [head = '', ...lines] = text.split('\n').filter((it) => it.trim() && !it.startsWith('#'))
  const rows = lines.map((line) => {
    const [kind = '', marks = ''] = line.split(/ {2,}/)
    return { kind, marks: marks.split(' ') }
  })
  return { columns: head.trim().split(/ +/), rows }
}

type Run = Place & { interruption?: AbortSignal | undefined }

/** Shows every credential to every tenant at every endpoint. */
export async function runTokenMatrix(run: Run, world: TokenWorld): Promise<TokenMatrix> {
  const { columns, rows } = expectedTokens()
  const refusals = new Set<string>()
  const matrix: TokenMatrix = { columns, rows: [], cells: 0, findings: [] }
  for (const expected of rows) {
    const { kind } = expected
    const marks = await marksOf(run, world, { kind, columns, refusals })
    matrix.rows.push({ kind, marks })
    matrix.cells += marks.join('').length
    for (const [at, found] of marks.entries())
      if (found && found !== expected.marks[at])
        matrix.findings.push(`${kind}, on ${columns[at]}: ${found}, not ${expected.marks[at]}.`)
  }
  // What is wrong with a credential is nobody's to know.
  if (refusals.size > 1) matrix.findings.push(`Refusals differ: ${[...refusals].join(', ')}`)
  return matrix
}

interface Line {
  kind: string
  columns: readonly string[]
  refusals: Set<string>
}

/** By tenant; nothing where this org gives no such token, or there is no such tenant. */
async function marksOf(run: Run, world: TokenWorld, line: Line): Promise<string[]> {
  const kind = kinds[line.kind]
  if (!kind) throw new Error(`Nobody knows how to make “${line.kind}”.`)
  if ((kind.isSigned && !run.org.sign) || (kind.isOfOther && !run.org.second)) return []
  const authorization = await kind.make(world)
  const marks: string[] = []
  for (const column of line.columns) {
    const tenantId = world.tenantIds[column]
    let found = ''
    for (const [path = '', query = ''] of tenantId === undefined ? [] : ENDPOINTS) {
      run.interruption?.throwIfAborted()
      const answer = await send(run.target, { tenantId: `${tenantId}`, path, authorization, query })
      found += markOf(answer)
      if (found.endsWith('-')) line.refusals.add(`${answer.status} ${answer.body}`)
    }
    marks.push(found)
  }
  return marks
}

function markOf(answer: Answer): string {
  const { error } = envelopeIn(answer)
  if (!error) return '+'
  const mark = MARKS[error.code]
  return mark && (answer.status === 200 || STATUS[mark] === answer.status) ? mark : '!'
}
