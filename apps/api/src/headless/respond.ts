import { respondIn } from '../respond.ts'
import type { HeadlessScope } from './context.ts'

export const respond = respondIn<HeadlessScope>()
