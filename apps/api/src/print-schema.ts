import { writeFile } from 'node:fs/promises'
import { printSchema } from 'graphql'
import { schema } from './schema.ts'

// The admin knows the API by this file alone: `yarn check` fails where it is not what this prints.
const target = new URL('../../admin/schema.graphql', import.meta.url)
await writeFile(target, `${printSchema(schema)}\n`)
