import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../../..')

/** What a start leaves behind for the next one; not in the repository. */
export const LOCAL = join(ROOT, '.local')

/** Node keeps compiled code here, so that the parts start in half the time. */
export const COMPILE_CACHE = join(LOCAL, 'compile-cache')
