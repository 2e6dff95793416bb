import type { TenantMatrix, TokenMatrix } from '@tenantry/prove'

const SHOWN = 20

/** The token matrix as it is written down, with what was found. */
export function tokenTable({ columns, rows }: TokenMatrix): string {
  const width = Math.max(...rows.map(({ kind }) => kind.length)) + 2
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)}${cells.map((it) => (it || '.').padEnd(6)).join('')}`.trimEnd()
  return [
    line('', columns),
    ...rows.map(({ kind, marks }) =>
      line(kind, marks.length > 0 ? marks : ['not tried: this org gives no such token']),
    ),
  ].join('\n')
}

/** Who asked how much of two tenants, and was told how little. */
export function tenantTable({ rows }: TenantMatrix): string {
  const line = ([caller = '', probes = '', refused = '']: readonly string[]) =>
    `${caller.padEnd(28)}${probes.padStart(8)}${refused.padStart(9)}`
  return [
    line(['', 'requests', 'refused']),
    ...rows.map(({ caller, probes, refused }) => line([caller, `${probes}`, `${refused}`])),
  ].join('\n')
}

export function totals(tokens: TokenMatrix, tenants: TenantMatrix, seconds: number): string {
  const requests = tenants.rows.reduce((sum, { probes }) => sum + probes, 0)
  const tried = tokens.rows.filter(({ marks }) => marks.length > 0).length
  return [
    `${tokens.cells} cells of ${tried} of ${tokens.rows.length} kinds of credentials: ${tokens.findings.length} wrong.`,
    `${requests} requests in ${tenants.operations} operations that must show nothing, ${tenants.twins} that must show something: ${tenants.findings.length} wrong.`,
    `${seconds.toFixed(0)} s.`,
  ].join('\n')
}

export function findingsOf(...all: { findings: readonly string[] }[]): string[] {
  const findings = all.flatMap((it) => it.findings)
  const more = findings.length - SHOWN
  return [...findings.slice(0, SHOWN), ...(more > 0 ? [`And ${more} more.`] : [])]
}
