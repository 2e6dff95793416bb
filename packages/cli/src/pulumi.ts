import { parsePulumi, PULUMI_USAGE, type PulumiWish } from './arguments.ts'
import { main, settled } from './main.ts'
import { isTerminal } from './run.ts'
import { readVariables, stateSettingsOf } from './settings.ts'

await main({ usage: PULUMI_USAGE, parse: parsePulumi, run: pulumi })

async function pulumi({ environment, args }: PulumiWish, interruption: AbortSignal): Promise<void> {
  const variables = readVariables(environment)
  const settings = settled(stateSettingsOf(variables, environment), environment)
  const { openPulumi, runPulumi } = await import('./stack.ts')

  const running = { terminal: isTerminal(variables), interruption }
  await runPulumi(await openPulumi(environment, settings), args, running)
}
