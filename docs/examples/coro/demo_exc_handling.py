from inspect import getgeneratorstate


class DemoException(Exception):
    pass


def demo_exc_handling():
    print('-> coroutine started')
    while True:
        try:
            x = yield
        except DemoException:
            print('*** DemoException handled. Continuing...')
        else:
            print('-> coroutine received: {!r}'.format(x))


exc_coro = demo_exc_handling()
next(exc_coro)
exc_coro.send(11)
exc_coro.send(22)
exc_coro.close()
print(getgeneratorstate(exc_coro))

exc_coro = demo_exc_handling()
next(exc_coro)
exc_coro.send(11)
exc_coro.throw(DemoException())
print(getgeneratorstate(exc_coro))

try:
    exc_coro.throw(ZeroDivisionError())
except ZeroDivisionError:
    print('ZeroDivisionError')
print(getgeneratorstate(exc_coro))
