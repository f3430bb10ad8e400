import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { raw } from 'hono/html'
import type { Instant } from '../../parsers/model.ts'
import type { Assets } from '../http/assets.ts'
import { MarkSymbols } from './marks.tsx'
import { Clock } from './time.tsx'

export interface Alternate {
  readonly type: string
  /** What it is of and in which form, for readers that list feeds. */
  readonly title: string
  /** The form alone, for the foot of the page. */
  readonly name: string
  readonly href: string
}

/** What every page is drawn with. */
export interface Frame {
  readonly now: Instant
  readonly assets: Assets
  /** Id of the newest change that it shows: the stream goes on from there. */
  readonly newest?: number
}

interface LayoutProps extends Frame {
  readonly title: string
  /** The page's own address, without what only filters it. */
  readonly path: string
  readonly alternates: readonly Alternate[]
  /** Whether the script keeps the page up to date. */
  readonly isLive: boolean
  readonly children: Child
}

const sections = [
  { path: '/', name: 'Dashboard' },
  { path: '/maintenances', name: 'Maintenances' },
  { path: '/reports', name: 'Reports' },
  { path: '/docs', name: 'API' },
] as const

export function Layout({ title, path, alternates, now, assets, newest, isLive, children }: LayoutProps): JSX.Element {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>{title}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" type="image/svg+xml" href={assets.icon} />
          <link rel="stylesheet" href={assets.css} />
          <script type="module" src={assets.js}></script>
          <link rel="canonical" href={path} />
          {alternates.map(({ type, title: feedTitle, href }) => (
            <link rel="alternate" type={type} title={feedTitle} href={href} />
          ))}
        </head>
        <body>
          <a class="skip" href="#main">
            Skip to content
          </a>
          <MarkSymbols />
          <Header path={path} />
          <p id="lost" class="notice" role="alert" hidden></p>
          <main id="main" tabindex={-1} data-live={String(isLive)} data-now={now} data-newest={newest}>
            {children}
          </main>
          <Footer alternates={alternates} now={now} />
          <p id="announcement" class="unseen" role="status"></p>
        </body>
      </html>
    </>
  )
}

function Header({ path }: { readonly path: string }): JSX.Element {
  return (
    <header class="top">
      <a class="brand" href="/">
        <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
          <path d="M1 6h7m6 0h7M1 16h4m6 0h10" />
          <circle cx="11" cy="6" r="3" />
          <circle class="node" cx="8" cy="16" r="3" />
        </svg>
        Statuswire
      </a>
      <nav aria-label="Pages">
        {sections.map((section) => (
          <a href={section.path} aria-current={section.path === path ? 'page' : undefined}>
            {section.name}
          </a>
        ))}
      </nav>
      <p class="live" id="live" hidden>
        <span id="live-state">Live</span>
        <button type="button" id="live-toggle" class="quiet">
          Pause
        </button>
      </p>
    </header>
  )
}

function Footer({ alternates, now }: { readonly alternates: readonly Alternate[]; readonly now: Instant }): JSX.Element {
  return (
    <footer class="bottom">
      {alternates.length === 0 ? null : (
        <nav aria-label="Feeds of this page">
          <h2>Follow this page</h2>
          <ul class="inline">
            {alternates.map(({ href, name }) => (
              <li>
                <a href={href}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <p id="as-of">
        As of <Clock at={now} />. All times are UTC. Every state is what the vendor’s own page said when it was last read.
      </p>
    </footer>
  )
}
