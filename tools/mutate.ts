import { startDynamoDbLocal } from '../packages/local-cloud/src/dynamodb-local.ts'
import { PACKAGES } from './mutate-tests.ts'
import { runSteps } from './steps.ts'

const [name = '', files] = process.argv.slice(2)

if (PACKAGES.includes(name)) {
  // One for all mutants, and not a child of the process that is killed when a mutant never ends.
  const dynamodb = await startDynamoDbLocal({ port: 0 })
  Object.assign(process.env, { MUTATE_PACKAGE: name, MUTATE_DYNAMODB: dynamodb.endpoint })
  if (files !== undefined) process.env.MUTATE_FILES = files
  // Files that are named are tested anew, whatever was measured of them before.
  const args = ['run', ...(files === undefined ? [] : ['--force'])]
  runSteps([{ name: `mutations of ${name}`, command: 'stryker', args }], { live: true })
  await dynamodb.stop()
} else {
  console.error(`yarn mutate ${PACKAGES.join('|')} [packages/…/src/file.ts,…]`)
  process.exitCode = 2
}
