import { PACKAGES } from './mutate-tests.ts'
import { runSteps } from './steps.ts'

const [name = '', files] = process.argv.slice(2)

if (PACKAGES.includes(name)) {
  process.env.MUTATE_PACKAGE = name
  if (files !== undefined) process.env.MUTATE_FILES = files
  // Files that are named are tested anew, whatever was measured of them before.
  const args = ['run', ...(files === undefined ? [] : ['--force'])]
  runSteps([{ name: `mutations of ${name}`, command: 'stryker', args }], { live: true })
} else {
  console.error(`yarn mutate ${PACKAGES.join('|')} [packages/…/src/file.ts,…]`)
  process.exitCode = 2
}
