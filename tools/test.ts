import { runSteps } from './steps.ts'

const build = {
  name: 'build',
  command: 'turbo',
  args: ['run', 'build', '--output-logs=errors-only'],
}
const tests = {
  name: 'tests',
  command: 'vitest',
  // Vitest leaves one core idle, which is half of a small machine.
  args: ['run', '--maxWorkers=100%', ...process.argv.slice(2)],
}

runSteps([build, tests], { live: true })
