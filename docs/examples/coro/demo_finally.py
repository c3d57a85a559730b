from inspect import getgeneratorstate


class DemoException(Exception):
    pass


def demo_finally():
    print('-> coroutine started')
    try:
        while True:
            try:
                x = yield
            except DemoException:
                print('*** DemoException handled. Continuing...')
            else:
                print('-> coroutine received: {!r}'.format(x))
    finally:
        print('-> coroutine ending')


fin_coro = demo_finally()
next(fin_coro)
fin_coro.send(11)
fin_coro.throw(DemoException())
try:
    fin_coro.throw(ZeroDivisionError())
except ZeroDivisionError:
    print('ZeroDivisionError')
print(getgeneratorstate(fin_coro))

fin_coro = demo_finally()
next(fin_coro)
del fin_coro
print('dropped')
