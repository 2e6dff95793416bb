import { startDynamoDbLocal } from '../packages/local-cloud/src/dynamodb-local.ts'
import { PACKAGES } from './mutate-tests.ts'
import { runSteps } from './steps.ts'

const [name = '', files] = process.argv.slice(2)

if (PACKAGES.includes(name)) {
  // One for all mutants, and not a child of the process that is killed when a mutant never ends.
  const dynamodb = await startDynamoDbLocal({ port: 0 })
  Object.assign(process.env, { MUTATE_PACKAGE: name, MUTATE_DYNAMODB: dynamodb.endpoint })
  if (files !== undefined) process.env.MUTATE_FILES = files
  runSteps([{ name: `mutations of ${name}`, command: 'stryker', args: ['run'] }], { live: true })
  await dynamodb.stop()
} else {
  console.error(`yarn mutate ${PACKAGES.join('|')} [packages/…/src/file.ts,…]`)
  process.exitCode = 2
}
