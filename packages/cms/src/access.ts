import { type Action, assertCan, can, type Group, type Scope } from '@tenantry/security'

type Name = 'cms.contentModel' | 'cms.contentModelGroup' | 'cms.contentEntry'

/**
 * Throws unless the caller could have this permission on some model, group or entry: the first line of use
 * cases that know only after the look-up which one it is about, and then check that one.
 */
export function assertCanSome({ principal }: Scope, name: Name, action: Action): void {
  const groups = principal.groups.map(withoutLimits)
  assertCan({ principal: { ...principal, groups } }, name, action)
}

const withoutLimits = (group: Group): Group => group.map(({ name, rwd = 'rwd' }) => ({ name, rwd }))

const nobody = { createdBy: { type: 'nobody', id: 'nobody' } }

/** Whose entries of a model the caller may read: all, or only those they made. */
export function readableEntries(scope: Scope, model: OfModel): 'all' | 'own' {
  assertCan(scope, 'cms.contentEntry', 'r', { model, entry: 'any' })
  return can(scope, 'cms.contentEntry', 'r', { model, entry: nobody }) ? 'all' : 'own'
}

type OfModel = NonNullable<NonNullable<Parameters<typeof can>[3]>['model']>
