/** Browsers leave out what is not to be seen, and read `\` as `/`: `/\evil.example` is another host. */
const UNSEEN = /[\s\\\p{Cc}]/u
const isPath = (text: string) => text.startsWith('/') && !text.startsWith('//')
/** Beside the page that shows it, as `image.png` is: what has no scheme is no script. */
const isRelative = (text: string) => /^[^:/?#]+([/?#]|$)/.test(text)
const isOnWeb = (text: string) => /^https?:\/\/[^/]/i.test(text) && URL.canParse(text)

/** An address on the web, or a path on whatever host shows it: pages put it into `src`. */
export const isFileUrl = (text: string): boolean =>
  !UNSEEN.test(text) && (isPath(text) || isRelative(text) || isOnWeb(text))

/** What a reader may be led to: also a place on the page, a mail or a call. No script. */
export const isLinkUrl = (text: string): boolean =>
  isFileUrl(text) || /^(mailto:|tel:|#)[^\s\\\p{Cc}]*$/iu.test(text)
