// oxlint-disable-next-line no-restricted-imports -- it reads as an administrator of the table, not for a tenant
import { platformTable, type TableOptions, tenantTable } from '@tenantry/dynamo'
import { type Verification, verifyEvents } from '@tenantry/security'
import { AUDIT_USAGE, type AuditWish, parseAudit } from './arguments.ts'
import { openTable } from './audit-table.ts'
import { command, type Context, Failure, say } from './command.ts'

/** Tells whether the audit logs of an environment are what was sealed. */
export const audit = command({ usage: AUDIT_USAGE, parse: parseAudit, run: runAudit })

const ROOT_TENANT = 'root'

async function runAudit(wish: AuditWish, context: Context): Promise<void> {
  const { environment, tenantId, head } = wish
  const options = await openTable(environment, context)
  say(context, `Reading ${options.TableName} of ${environment?.name ?? 'this machine'}.`)
  const tenants = tenantId === undefined ? await tenantsIn(options) : [tenantId]

  const bad: string[] = []
  for (const id of tenants) {
    context.interruption.throwIfAborted()
    const found = await verifyEvents(id, tenantTable(id, options), head)
    const problem = problemOf(id, found)
    say(context, told(id, found, problem))
    if (problem !== undefined) bad.push(id)
  }
  if (bad.length > 0)
    throw new Failure(
      `Not what was sealed: ${bad.join(', ')}. docs/security.md says what that can mean.`,
    )
}

/** Root, and all that were made from it; not those that were deleted. */
async function tenantsIn(options: TableOptions): Promise<string[]> {
  const platform = platformTable(options)
  const found = [ROOT_TENANT]
  for (const id of found) found.push(...(await platform.listChildren(id)))
  return found
}

function problemOf(id: string, { events, overdue, broken }: Verification): string | undefined {
  if (broken !== undefined) return broken
  // To be made is the first event of a tenant; root is there before anything happens.
  if (events === 0 && id !== ROOT_TENANT) return 'There is no event at all.'
  return overdue > 0
    ? `${overdue} wait for more than ten minutes: sealing does not run, or somebody took their seals.`
    : undefined
}

function told(id: string, { events, sealed, end }: Verification, problem?: string): string {
  const lines = [
    `${id}: ${events} events, ${sealed} sealed, ${events - sealed} not yet`,
    end ? `  head   ${end.hash} (event ${end.sequence})` : '  head   none yet',
    ...(problem === undefined ? [] : [`  BROKEN ${problem}`]),
  ]
  return lines.join('\n')
}
