import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { DESTROY_USAGE, parseDestroy, type DestroyWish } from './arguments.ts'
import { command, type Context, Failure, say } from './command.ts'
import { readVariables, settled, stateSettingsOf } from './settings.ts'
import type { Resource } from './stack.ts'

/** Deletes an environment with all content, unless something in it is protected. */
export const destroy = command({ usage: DESTROY_USAGE, parse: parseDestroy, run: runDestroy })

async function runDestroy(wish: DestroyWish, context: Context): Promise<void> {
  const { environment, yes } = wish
  const { name } = environment
  assertMayAsk(wish, context)
  const settings = settled(stateSettingsOf(readVariables(environment), environment), environment)
  const pulumis = await import('./stack.ts')

  const pulumi = await pulumis.openPulumi(environment, settings, context)
  const stack = await pulumis.findStack(pulumi)
  if (!stack) {
    say(context, `There is no ${name} in ${settings.backendUrl}: nothing to destroy.`)
    return
  }

  const resources = await pulumis.resourcesOf(stack)
  say(context, summaryOf(name, resources))
  const kept = resources.filter(pulumis.isProtected)
  if (kept.length > 0) {
    const region = pulumis.regionIn(await pulumis.historyOf(stack))
    throw new Failure(howToGiveUp(name, region, kept))
  }
  if (!yes) await askForName(name, context)
  const args = ['destroy', '--yes', '--remove', ...(context.terminal ? [] : ['--skip-preview'])]
  await pulumis.runPulumi(pulumi, args, context)
  say(context, `${name} is destroyed.`)
}

function assertMayAsk(
  { environment, yes, destroyProduction }: DestroyWish,
  { terminal }: Context,
): void {
  const { name, kind } = environment
  if (yes && kind === 'production' && !destroyProduction)
    throw new Failure(
      `${name} is production, so --yes alone does not destroy it: leave it out and type the name, or add --destroy-production.`,
    )
  if (!yes && !terminal)
    throw new Failure(
      `There is no terminal here to type "${name}" at: add --yes to destroy it unasked.`,
    )
}

function summaryOf(name: string, resources: readonly Resource[]): string {
  const made = resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:'))
  const retained = made.filter(({ retainOnDelete }) => retainOnDelete)
  return [
    `Destroying ${name} deletes ${made.length - retained.length} resources, its table with all content among them.`,
    ...(retained.length > 0
      ? [
          `${retained.length} are retained: Pulumi forgets them without deleting them, and those in a bucket go when it is emptied.`,
        ]
      : []),
  ].join('\n')
}

/** In an order in which nothing is half unprotected for long: AWS first, what Pulumi knows of it, Pulumi. */
function howToGiveUp(name: string, region: string | undefined, kept: readonly Resource[]): string {
  const pulumi = `yarn pulumi --env=${name}`
  const tables = kept.filter(({ outputs }) => outputs['deletionProtectionEnabled'] === true)
  return [
    'These are protected, so nothing is destroyed:',
    ...kept.map(({ urn }) => `  ${urn}`),
    'To give them up for good, take the protection off and run this command again:',
    ...tables.map(
      ({ outputs }) =>
        `  aws dynamodb update-table --region ${region} --table-name ${String(outputs['name'])} --no-deletion-protection-enabled`,
    ),
    ...tables.map(({ urn }) => `  ${pulumi} refresh --target '${urn}'`),
    ...kept
      .filter(({ protect }) => protect)
      .map(({ urn }) => `  ${pulumi} state unprotect '${urn}'`),
  ].join('\n')
}

async function askForName(name: string, { interruption }: Context): Promise<void> {
  const { stdin: input, stdout: output } = process
  // Without raw mode: Ctrl-C is a signal here as everywhere.
  const terminal = createInterface({ input, output, terminal: false })
  const ended = once(terminal, 'close').then(() => '')
  const typed = terminal.question(`Type "${name}" to destroy it: `, { signal: interruption })
  const answer = await Promise.race([typed, ended]).finally(() => terminal.close())
  if (answer.trim() !== name) throw new Failure(`That is not "${name}": nothing was changed.`)
}
