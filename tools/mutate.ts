import { runSteps } from './steps.ts'

/** The packages that keep tenants apart and strangers out. */
const PACKAGES = ['okta-security', 'security', 'tenancy', 'dynamo']
const [name = '', files] = process.argv.slice(2)

if (PACKAGES.includes(name)) {
  process.env.MUTATE_PACKAGE = name
  if (files !== undefined) process.env.MUTATE_FILES = files
  runSteps([{ name: `mutations of ${name}`, command: 'stryker', args: ['run'] }], {
    live: true,
  })
} else {
  console.error(`yarn mutate ${PACKAGES.join('|')} [packages/…/src/file.ts]`)
  process.exitCode = 2
}
