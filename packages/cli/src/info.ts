import type { UpdateSummary } from '@pulumi/pulumi/automation/index.js'
import { INFO_USAGE, parseInfo, type InfoWish } from './arguments.ts'
import { command, type Context, Failure, say } from './command.ts'
import { readVariables, settled, stateSettingsOf } from './settings.ts'

/** Tells where an environment is and how it is doing. */
export const info = command({ usage: INFO_USAGE, parse: parseInfo, run: runInfo })

async function runInfo({ environment }: InfoWish, context: Context): Promise<void> {
  const { name, kind } = environment
  const settings = settled(stateSettingsOf(readVariables(environment), environment), environment)
  const pulumis = await import('./stack.ts')

  const pulumi = await pulumis.openPulumi(environment, settings, context)
  const stack = await pulumis.findStack(pulumi)
  if (!stack)
    throw new Failure(
      `There is no ${name} in ${settings.backendUrl}. Deploy it with: yarn deploy --env=${name}`,
    )

  const history = await pulumis.historyOf(stack)
  const resources = await pulumis.resourcesOf(stack)
  const { url, tableName } = pulumis.exportsIn(resources)
  const isKept = resources.some(pulumis.isProtected)
  const rows = [
    ['Environment', `${name} (${kind})`],
    ['Address', url],
    ['Table', tableName],
    ['Region', pulumis.regionIn(history)],
    ['State', settings.backendUrl],
    ['Last update', history[0] && told(history[0])],
    ['Data', isKept ? 'protected from deletion' : 'not protected: yarn destroy deletes it'],
  ]
  for (const [label = '', value = 'none yet'] of rows) say(context, `${label.padEnd(14)}${value}`)
}

function told({ kind, result, startTime, endTime }: UpdateSummary): string {
  return `${kind} ${result}, ${(endTime ?? startTime).toISOString()}`
}
