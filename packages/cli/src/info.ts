import type { UpdateSummary } from '@pulumi/pulumi/automation/index.js'
import { INFO_USAGE, parseInfo, type InfoWish } from './arguments.ts'
import { Failure, main, settled } from './main.ts'
import { readVariables, stateSettingsOf } from './settings.ts'

await main({ usage: INFO_USAGE, parse: parseInfo, run: info })

async function info({ environment }: InfoWish): Promise<void> {
  const { name, kind } = environment
  const settings = settled(stateSettingsOf(readVariables(environment), environment), environment)
  const pulumis = await import('./stack.ts')

  const pulumi = await pulumis.openPulumi(environment, settings)
  const stack = await pulumis.findStack(pulumi)
  if (!stack)
    throw new Failure(
      `There is no ${name} in ${settings.backendUrl}. Deploy it with: yarn deploy --env=${name}`,
    )

  const history = await pulumis.historyOf(stack)
  const { url, tableName } = await pulumis.outputsOf(stack)
  const kept = (await pulumis.resourcesOf(stack)).filter(pulumis.isProtected)
  const rows = [
    ['Environment', `${name} (${kind})`],
    ['Address', url],
    ['Table', tableName],
    ['Region', pulumis.regionIn(history)],
    ['State', settings.backendUrl],
    ['Last update', history[0] && told(history[0])],
    [
      'Data',
      kept.length > 0 ? 'protected from deletion' : 'not protected: yarn destroy deletes it',
    ],
  ]
  for (const [label = '', value = 'none yet'] of rows) console.log(`${label.padEnd(14)}${value}`)
}

function told({ kind, result, startTime, endTime }: UpdateSummary): string {
  return `${kind} ${result}, ${(endTime ?? startTime).toISOString()}`
}
