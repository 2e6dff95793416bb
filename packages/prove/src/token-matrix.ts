import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kinds, type TokenWorld } from './credentials.ts'
import { type Answer, envelopeIn, send } from './target.ts'
import { type Place } from './tenant.ts'

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

/** Shows every credential to every tenant at every endpoint. */
export async function runTokenMatrix(
  { target, org, interruption }: Place & { interruption?: AbortSignal },
  world: TokenWorld,
): Promise<TokenMatrix> {
  const { columns, rows } = expectedTokens()
  const refusals = new Set<string>()
  const matrix: TokenMatrix = { columns, rows: [], cells: 0, findings: [] }
  for (const expected of rows) {
    const { kind } = expected
    const known = kinds[kind]
    if (!known) throw new Error(`Nobody knows how to make “${kind}”.`)
    if ((known.isSigned && !org.sign) || (known.isOfOther && !org.second)) {
      matrix.rows.push({ kind, marks: [] })
      continue
    }
    const authorization = await known.make(world)
    const marks: string[] = []
    for (const [at, column] of columns.entries()) {
      interruption?.throwIfAborted()
      const tenantId = world.tenantIds[column]
      const wanted = expected.marks[at]
      const found = tenantId === undefined ? '' : await marksAt(tenantId)
      marks.push(found)
      matrix.cells += found.length
      if (found && found !== wanted)
        matrix.findings.push(`${kind}, on ${column}: ${found} instead of ${wanted}.`)
    }
    matrix.rows.push({ kind, marks })

    async function marksAt(tenantId: string): Promise<string> {
      let found = ''
      for (const [path = '', query = ''] of ENDPOINTS) {
        const answer = await send(target, { tenantId, path, authorization, query })
        found += markOf(answer)
        if (found.endsWith('-')) refusals.add(`${answer.status} ${answer.body}`)
      }
      return found
    }
  }
  if (refusals.size > 1) matrix.findings.push(`Refusals differ: ${[...refusals].join(', ')}`)
  return matrix
}

function markOf(answer: Answer): string {
  const { error } = envelopeIn(answer)
  if (!error) return '+'
  const isRefusal = error.code === 'UNAUTHENTICATED'
  return isRefusal === (answer.status === 401 && answer.body.includes('UNAUTHENTICATED'))
    ? (MARKS[error.code] ?? '!')
    : '!'
}
