import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useApi } from '../../lib/session.tsx'
import { FailedPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { toast } from '../../ui/toast.ts'
import { toastWithUndo } from '../entries/undo-toast.tsx'
import { saveDraft, settingsQuery } from './queries.ts'
import { SignInEditor } from './sign-in-editor.tsx'
import { inputOf, NEW_RULE, valuesOf } from './sign-in-values.ts'

/** Who gets which groups, how people are shown, and what else must hold. */
export function SignInSettingsScreen() {
  const api = useApi()
  const navigate = useNavigate()
  const { data: settings, error, refetch } = useQuery(settingsQuery(api))
  const { rule } = useSearch({ from: '/sign-in-settings' })
  const [wanted, setWanted] = useState(rule && { ...NEW_RULE, ...rule })
  // What is typed is kept by its address, and the rule belongs to one visit only.
  useEffect(() => {
    if (rule) void navigate({ to: '/sign-in-settings', search: {}, replace: true })
  }, [rule, navigate])

  if (error)
    return <FailedPage title="Sign-in" what="sign-in settings" error={error} onRetry={refetch} />
  if (!settings || rule) return <PageSkeleton />
  const { draft, version } = settings
  const restore = async () => {
    if (draft) await saveDraft(api, inputOf(valuesOf(draft)), version + 1)
    await refetch()
  }
  return (
    <SignInEditor
      key={version}
      settings={settings}
      wanted={wanted}
      onAdded={() => setWanted(undefined)}
      onSaved={() => toast('The draft was saved. It does not count yet.')}
      onActivated={() => toast('The draft is active. It counts from the next request on.')}
      onDiscarded={() =>
        toastWithUndo('The draft was discarded.', {
          undo: restore,
          undone: 'The draft is back.',
          notUndone: 'The draft could not be brought back',
        })
      }
    />
  )
}
