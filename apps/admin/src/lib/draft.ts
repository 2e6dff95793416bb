import { tabNotes } from '@tenantry/admin-okta'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from './session.tsx'

/** What somebody typed, and which version of the stored thing they typed it into. */
export interface Draft<Values, Version> {
  values: Values
  version: Version
}

/**
 * Keeps what a person types at an address in this tab, for when the page is loaded anew: by a
 * reload, or by a sign-in on Okta's own page. It is the person's and the tenant's, and goes with
 * their sign-out.
 */
export function useDraft<Values extends object, Version>() {
  const { okta, person } = useSession()
  const { href } = useLocation()
  const [slot] = useState(() => slotOf<Draft<Values, Version>>(okta.tenantId, person.id, href))
  const [found, setFound] = useState(slot.read)
  return {
    /** What was kept when the editor was opened, until it is forgotten. */
    found,
    /** None: what is in the editor need not be kept. */
    keep: slot.write,
    forget: () => {
      slot.write(undefined)
      setFound(undefined)
    },
  }
}

function slotOf<Content>(tenantId: string, personId: string, address: string) {
  const notes = tabNotes(tenantId)
  const name = `draft:${personId}:${address}`
  return {
    read(): Content | undefined {
      const text = notes.get(name)
      return text === null ? undefined : JSON.parse(text)
    },
    write(content: Content | undefined) {
      try {
        if (content) notes.set(name, JSON.stringify(content))
        else notes.remove(name)
      } catch {
        // The tab's storage is full: the editor itself still holds what was typed.
      }
    },
  }
}

/** What was kept, as far as the editor still has a place for it: a model may have changed since. */
export function fitting<Values extends object>(base: Values, kept: Partial<Values>): Values {
  const fits = Object.entries(kept).filter(([name, value]) => {
    const now: unknown = Reflect.get(base, name)
    return typeof value === typeof now && Array.isArray(value) === Array.isArray(now)
  })
  return { ...base, ...Object.fromEntries(fits) }
}
