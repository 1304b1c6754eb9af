/**
 * Runs the compiled weapp output inside miniprogram-simulate: the real `app.js`, templates and pages, over a `wx` of
 * ours. One {@link bootWeApp} per test file: Taro's chunks run once per process, and loading a page twice fails.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { FakeApi } from './fake-api';

/** Enough for a busy machine of two cores; a quiet one needs a hundredth. */
const PATIENCE_MS = 30_000;
/** How often it is looked whether something has happened. */
const LOOK_MS = 5;
/** A wait of the app before it asks again is at most this long here: that it asks again matters, not when. */
const SHORT_WAIT_MS = 15;

/** Where `build-miniapp.mjs` puts the weapp build. */
export const DIST = path.resolve(__dirname, '../../../miniapp/dist/weapp');

type Method = (this: unknown, ...args: unknown[]) => unknown;
/** What WeChat makes of a page that is sent to a chat. */
interface ShareCard {
  title: string;
  path: string;
  imageUrl: string;
}
interface PageInstance {
  data: { root: { cn: Node[] } };
  route: string;
  onLoad: (query: Record<string, string>) => void;
  onShow: () => void;
  onReady?: () => void;
  onHide?: () => void;
  onUnload?: () => void;
  onShareAppMessage?: (how: { from: string }) => ShareCard;
  onPullDownRefresh?: () => void;
}
interface Component {
  instance: PageInstance;
  attach: (host: Element) => void;
  detach: () => void;
}
interface Simulate {
  load: (file: string, name: string, options: object) => string;
  render: (id: string) => Component;
}
/** The part of the DOM that tests look at. */
interface Element {
  textContent: string | null;
  className: string;
  children: ArrayLike<Element>;
  querySelectorAll: (selector: string) => Iterable<Element>;
  remove: () => void;
  getAttribute: (name: string) => string | null;
  __wxElement?: object;
}
interface Exparser {
  Event: {
    create: (type: string, detail: object, options: object) => object;
    dispatchEvent: (target: object, event: object) => void;
  };
}
interface Globals {
  document: { createElement: (tag: string) => Element; body: { appendChild: (child: Element) => void } };
  [name: string]: unknown;
}
const globals = globalThis as unknown as Globals;

/** A node of the data that Taro hands to its templates. */
interface Node {
  sid?: string;
  cn?: Node[];
  [attribute: string]: unknown;
}
/** Under which name the templates find that a button is disabled; the simulator's own button does not show it. */
const DISABLED =
  /<button [^>]*\bdisabled="\{\{i\.(\w+)\}\}"/.exec(
    fs.readFileSync(path.join(DIST, 'base.wxml'), 'utf8'),
  )?.[1] ?? 'disabled';
const nodeOf = (node: Node, sid: string | null): Node | undefined => {
  if (node.sid === sid) return node;
  for (const child of node.cn ?? []) {
    const found = nodeOf(child, sid);
    if (found) return found;
  }
  return undefined;
};

/** Whatever in the data is a picture itself. */
const picturesIn = (node: Node): string[] =>
  [
    ...Object.values(node).filter((value) => typeof value === 'string' && value.startsWith('data:image/')),
    ...(node.cn ?? []).flatMap(picturesIn),
  ] as string[];

/** A page on the phone's screen. */
export interface Page {
  readonly text: string;
  /** Taps the innermost thing that says exactly `label` (or begins with it). */
  tap: (label: string) => void;
  /** What can be tapped, by what it says; tap one by its place with {@link Page.tapNth}. */
  readonly buttons: readonly string[];
  tapNth: (index: number) => void;
  /** Everything the page gives to its templates: whatever is seen to change, a field's value too, changes this. */
  readonly markup: string;
  /** How many elements carry a class. */
  countOf: (className: string) => number;
  /** Types into a field: the first one, or the one at this place. */
  type: (text: string, at?: number) => void;
  /** The person's answer to WeChat's own question, asked by the button that says `label`; no code means no. */
  answerWeChat: (label: string, code?: string) => void;
  /** Turns the wheel of a question for a day. */
  pickDay: (day: string) => void;
  /** The pictures that the page brings itself, as data addresses. */
  readonly pictures: readonly string[];
  /** The card that the page becomes in a chat; undefined for a page that is not sent anywhere. */
  readonly shareCard: ShareCard | undefined;
  /** Waits until `look` gives something truthy; fails with what the page says instead. */
  until: (look: () => unknown) => Promise<void>;
  /** Pulls the page down; resolves once WeChat has been told that it is done. */
  pull: () => Promise<void>;
  close: () => void;
}

export interface WeApp {
  open: (route: string, query?: Record<string, string>) => Promise<Page>;
  /** What `wx` keeps on the phone. */
  storage: Map<string, unknown>;
  /** Where the app went: `switchTab /pages/home/index`. */
  moves: string[];
  clipboard: string[];
  /** Pictures, as the phone has them. */
  pictures: PhonePictures;
  /** Templates of which one WeChat message was agreed to. */
  subscribed: string[];
  /** Tells the app that the network came or went. */
  network: (isConnected: boolean) => void;
  /** Whatever the pages do every few seconds they do now; by themselves they never do. */
  nextRound: () => void;
}

/** What became of pictures on the phone. */
interface PhonePictures {
  /** Kept in the album. */
  album: string[];
  /** Handed to a chat. */
  sent: string[];
  /** Whether the album may be written; `settings` is what the person answers when the settings are opened. */
  allowed: boolean;
  settings: boolean;
}

const OPTIONS = { rootPath: DIST, compiler: 'official', compilerOptions: { maxBuffer: 64 * 1024 * 1024 } };

/**
 * The phone's clock: waits of up to a second are short, longer ones (a line stays to be read) are as they are, and what
 * repeats waits to be told, so that nothing changes under a test's hands. Returns how to tell.
 */
const clockOfTests = (): (() => void) => {
  const wait = setTimeout;
  const repeating = new Map<number, () => void>();
  let count = 0;
  globals.setTimeout = (work: () => void, ms = 0, ...rest: unknown[]) =>
    (wait as Method)(work, ms <= 1_000 ? Math.min(ms, SHORT_WAIT_MS) : ms, ...rest);
  globals.setInterval = (work: () => void) => {
    count += 1;
    repeating.set(count, work);
    return count;
  };
  globals.clearInterval = (id: number) => void repeating.delete(id);
  return () => [...repeating.values()].forEach((work) => work());
};

/** Starts the compiled app over `api`. */
export const bootWeApp = (api: FakeApi): WeApp => {
  const storage = new Map<string, unknown>();
  const moves: string[] = [];
  const clipboard: string[] = [];
  const pictures: PhonePictures = { album: [], sent: [], allowed: true, settings: true };
  const subscribed: string[] = [];
  let letGo = 0;
  const networkListeners: ((status: { isConnected: boolean }) => void)[] = [];
  const stack: PageInstance[] = [];
  let app: Record<string, Method> = {};
  const nextRound = clockOfTests();

  const move =
    (kind: string) =>
    (options: { url?: string; success?: (done: object) => void }): void => {
      moves.push(`${kind} ${options.url ?? ''}`.trim());
      options.success?.({ errMsg: `${kind}:ok` });
    };
  // jsdom has it, WeChat's JavaScript has not; React's scheduler and Taro's fake DOM must see what they see on a phone.
  globals.MutationObserver = undefined;
  globals.wx = {
    request: api.request,
    downloadFile: api.download,
    getFileSystemManager: () => ({ readFileSync: (file: string) => api.files.get(file) }),
    saveImageToPhotosAlbum: (options: {
      filePath: string;
      success?: (done: object) => void;
      fail?: (failure: { errMsg: string }) => void;
    }) => {
      if (!pictures.allowed) return options.fail?.({ errMsg: 'saveImageToPhotosAlbum:fail auth deny' });
      pictures.album.push(options.filePath);
      return options.success?.({ errMsg: 'saveImageToPhotosAlbum:ok' });
    },
    openSetting: (options: { success?: (done: { authSetting: object }) => void }) => {
      pictures.allowed = pictures.settings;
      options.success?.({ authSetting: { 'scope.writePhotosAlbum': pictures.settings } });
    },
    requestSubscribeMessage: (options: { tmplIds: string[]; success?: (done: object) => void }) => {
      subscribed.push(...options.tmplIds);
      options.success?.(Object.fromEntries(options.tmplIds.map((template) => [template, 'accept'])));
    },
    showShareImageMenu: (options: { path: string; complete?: () => void }) => {
      pictures.sent.push(options.path);
      options.complete?.();
    },
    getSystemInfoSync: () => ({
      platform: 'devtools',
      windowWidth: 390,
      windowHeight: 844,
      pixelRatio: 3,
      SDKVersion: '3.5.0',
    }),
    getWindowInfo: () => ({ windowWidth: 390, windowHeight: 844, pixelRatio: 3 }),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    removeStorageSync: (key: string) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 1, limitSize: 10_240 }),
    onNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) =>
      networkListeners.push(listener),
    getNetworkType: (options: { success?: (found: { networkType: string }) => void }) =>
      options.success?.({ networkType: api.online ? 'wifi' : 'none' }),
    login: (options: { success?: (done: { code: string }) => void }) =>
      options.success?.({ code: 'code-of-wx-login' }),
    setClipboardData: (options: { data: string; success?: (done: object) => void }) => {
      clipboard.push(options.data);
      options.success?.({ errMsg: 'setClipboardData:ok' });
    },
    setNavigationBarTitle: (options: { success?: (done: object) => void }) => options.success?.({}),
    stopPullDownRefresh: (options?: { success?: (done: object) => void }) => {
      letGo += 1;
      options?.success?.({ errMsg: 'stopPullDownRefresh:ok' });
    },
    pageScrollTo: (options: { success?: (done: object) => void }) => options.success?.({}),
    switchTab: move('switchTab'),
    navigateTo: move('navigateTo'),
    redirectTo: move('redirectTo'),
    reLaunch: move('reLaunch'),
    navigateBack: move('navigateBack'),
    canIUse: () => true,
  };
  globals.App = (definition: Record<string, Method>) => (app = definition);
  globals.getApp = () => app;
  globals.getCurrentPages = () => stack;

  // Styles are looked at in a browser; here they would be parsed anew for every page that opens.
  jest.doMock('miniprogram-simulate/src/wxss', () => ({
    getContent: () => '',
    compile: () => '',
    insert: () => undefined,
  }));
  const simulate = jest.requireActual<Simulate>('miniprogram-simulate');
  const exparser = jest.requireActual<Exparser>('miniprogram-exparser');
  const rawComponent = globals.Component as (definition: object) => void;
  // j-component renders nothing for `virtualHost` components, which Taro's own helper is.
  const component = (definition: { options?: object }): void =>
    rawComponent({ ...definition, options: { ...definition.options, classPrefix: '', virtualHost: false } });
  globals.Component = component;
  globals.Page = (definition: Record<string, unknown>) =>
    component({
      data: definition.data,
      methods: Object.fromEntries(
        Object.entries(definition).filter(([, value]) => typeof value === 'function'),
      ),
    } as { options?: object });

  jest.requireActual(path.join(DIST, 'app.js'));
  const launch = { path: 'pages/home/index', query: {}, scene: 1001, referrerInfo: {} };
  app.onLaunch?.call(app, launch);
  app.onShow?.call(app, launch);

  const helpers: Record<string, string> = {};
  for (const name of ['comp', 'custom-wrapper'])
    if (fs.existsSync(path.join(DIST, `${name}.json`)))
      helpers[name] = simulate.load(path.join(DIST, name), name, {
        ...OPTIONS,
        usingComponents: { ...helpers },
      });
  const loaded = new Map<string, string>();

  const open = async (route: string, query: Record<string, string> = {}): Promise<Page> => {
    const id =
      loaded.get(route) ??
      simulate.load(path.join(DIST, route), 'page', { ...OPTIONS, usingComponents: helpers });
    loaded.set(route, id);
    const rendered = simulate.render(id);
    const host = globals.document.createElement('div');
    globals.document.body.appendChild(host);
    rendered.attach(host);
    const { instance } = rendered;
    instance.route = route;
    stack.push(instance);
    instance.onLoad(query);
    instance.onShow();
    instance.onReady?.();

    const fire = (element: Element, type: string, detail: object): void => {
      if (!element.__wxElement) throw new Error('not an element of the page');
      const options = {
        bubbles: true,
        capturePhase: true,
        composed: true,
        extraFields: { touches: [], changedTouches: [] },
      };
      exparser.Event.dispatchEvent(element.__wxElement, exparser.Event.create(type, detail, options));
    };
    const until = async (look: () => unknown): Promise<void> => {
      const end = performance.now() + PATIENCE_MS;
      while (!look()) {
        if (performance.now() > end)
          throw new Error(`it did not happen; the page says: ${host.textContent ?? ''}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    };
    await until(() => instance.data.root.cn.length > 0);
    const live = (): Element[] =>
      [...host.querySelectorAll('.tap')].filter(
        (button) => nodeOf(instance.data.root, button.getAttribute('data-sid'))?.[DISABLED] !== true,
      );
    return {
      get text() {
        return host.textContent ?? '';
      },
      tap: (label) => {
        const buttons = [...host.querySelectorAll('.tap')];
        const said = (button: Element): string => (button.textContent ?? '').trim();
        const found =
          buttons.find((b) => said(b) === label) ?? buttons.find((b) => said(b).startsWith(label));
        if (!found)
          throw new Error(`nothing to tap says ${label}; there is: ${buttons.map(said).join(' | ')}`);
        fire(found, 'tap', {});
      },
      get buttons() {
        return live().map((button) => (button.textContent ?? '').trim());
      },
      tapNth: (index) => fire(live()[index]!, 'tap', {}),
      get markup() {
        return JSON.stringify(instance.data.root);
      },
      countOf: (className) => [...host.querySelectorAll(`.${className}`)].length,
      get shareCard() {
        return instance.onShareAppMessage?.({ from: 'menu' });
      },
      get pictures() {
        return picturesIn(instance.data.root);
      },
      type: (text, at = 0) => {
        const field = [...host.querySelectorAll('.field')][at];
        if (!field) throw new Error('no field to type in');
        fire(field, 'input', { value: text, cursor: text.length });
      },
      answerWeChat: (label, code) => {
        const asking = [...host.querySelectorAll('.tap')].find((b) => (b.textContent ?? '').trim() === label);
        if (!asking) throw new Error(`nothing to tap says ${label}`);
        fire(asking, 'getphonenumber', code === undefined ? { errMsg: 'fail user deny' } : { code });
      },
      pickDay: (day) => {
        const field = host.querySelectorAll('.field-day');
        for (const each of field) fire(each, 'change', { value: day });
      },
      until,
      pull: async () => {
        const before = letGo;
        instance.onPullDownRefresh?.();
        await until(() => letGo > before);
      },
      close: () => {
        instance.onHide?.();
        instance.onUnload?.();
        rendered.detach();
        host.remove();
        stack.splice(stack.indexOf(instance), 1);
      },
    };
  };

  return {
    open,
    storage,
    moves,
    clipboard,
    pictures,
    subscribed,
    network: (isConnected) => {
      api.online = isConnected;
      for (const tell of networkListeners) tell({ isConnected });
    },
    nextRound,
  };
};
