import { runSteps } from './steps.ts'

const build = {
  name: 'build',
  command: 'turbo',
  args: ['run', 'build', '--output-logs=errors-only'],
}
const tests = {
  name: 'tests',
  command: 'vitest',
  args: ['run', ...process.argv.slice(2)],
}

runSteps([build, tests], { live: true })
