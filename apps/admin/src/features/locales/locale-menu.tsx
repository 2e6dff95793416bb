import { useDisclosure } from '@mantine/hooks'
import { StarIcon, TrashIcon } from '@radix-ui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi, useCan } from '../../lib/session.tsx'
import { ActionsMenu } from '../../ui/actions-menu.tsx'
import { toast, toastError } from '../../ui/toast.ts'
import { DeleteLocaleDialog } from './delete-locale-dialog.tsx'
import { makeDefaultLocale, type Locale } from './queries.ts'

/** What can be done with a locale. */
export function LocaleMenu({ locale }: { locale: Locale }) {
  const { code } = locale
  const [isDeleting, deleting] = useDisclosure(false)
  const mayWrite = useCan('i18n.locale', 'w')
  const mayDelete = useCan('i18n.locale', 'd')
  const makeDefault = {
    label: 'Make default',
    icon: <StarIcon />,
    isBlocked: Boolean(locale.default),
    onSelect: useMakeDefault(code),
  }
  const remove = {
    label: 'Delete…',
    icon: <TrashIcon />,
    isDangerous: true,
    isBlocked: Boolean(locale.default) && 'Make another locale the default first.',
    onSelect: deleting.open,
  }
  return (
    <>
      <ActionsMenu
        label={`Actions for ${code}`}
        sections={[[mayWrite && makeDefault, mayDelete && remove]]}
      />
      <DeleteLocaleDialog code={code} opened={isDeleting} onClose={deleting.close} />
    </>
  )
}

function useMakeDefault(code: string): () => void {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: () => makeDefaultLocale(api, code),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['locales'] })
      toast(`${code} is the default locale.`)
    },
    onError: (error) => toastError(`${code} was not made the default`, error),
  })
  return () => mutate()
}
