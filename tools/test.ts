import { runSteps } from './steps.ts'

const build = {
  name: 'build',
  command: 'turbo',
  args: ['run', 'build', '--output-logs=errors-only'],
}
const named = process.argv.slice(2)
const vitest = (name: string, ...args: string[]) => ({
  name,
  command: 'vitest',
  args: ['run', ...args, ...named],
})

// A browser waits more than it works, and what needs none fills the second core meanwhile.
const tests = [
  vitest('tests', '--project=node', '--project=admin', '--maxWorkers=1'),
  vitest('tests in the browser', '--project=e2e'),
]

await runSteps([build, named.length > 0 ? vitest('tests') : tests], { live: true })
